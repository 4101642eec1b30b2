package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.PropertyFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ControlPlaneServiceCheckTest {

    private static final String BASE =
            "clusterName: shop\nhost: {kubernetes: {namespace: tenants}}\n";

    private final Lifecycle service = Given.resource(ControlPlaneServiceType.TOKEN);

    @Test
    void aNameIsMadeOfTheResourcesNameAndNothingElseHasToBeSaid() {
        var checked = Given.checked(service, "My Door", Given.value(BASE));

        assertThat(checked.requireText("name")).matches("my-door-[0-9a-f]{7}");
        assertThat(checked.requireText("type")).isEqualTo("LoadBalancer");
        assertThat(checked.requireInteger("port")).isEqualTo(443);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnceAtItsPlace() {
        assertThat(
                        failures(
                                """
                                name: Door
                                clusterName: shop_1
                                host: {kubernetes: {namespace: No_Name}}
                                type: Balancer
                                port: 0
                                tunnelNodePort: 8132
                                annotations: {"a b": c, mooring.io/owner: me}
                                labels: {tier: "a b", app.kubernetes.io/name: x}
                                loadBalancerSourceRanges: [203.0.113.0/24, 203.0.113.7/24, everywhere]
                                externalTrafficPolicy: Global
                                """))
                .extracting(PropertyFailure::path)
                .containsExactlyInAnyOrder(
                        "name",
                        "clusterName",
                        "host.kubernetes.namespace",
                        "type",
                        "port",
                        "tunnelNodePort",
                        "tunnelNodePort",
                        "annotations[\"a b\"]",
                        "annotations[\"mooring.io/owner\"]",
                        "labels.tier",
                        "labels[\"app.kubernetes.io/name\"]",
                        "loadBalancerSourceRanges[1]",
                        "loadBalancerSourceRanges[2]",
                        "externalTrafficPolicy");
    }

    @Test
    void theServicesThatTheControlPlaneMakesAreItsOwn() {
        assertThat(failures(BASE + "name: shop"))
                .containsExactly(
                        new PropertyFailure(
                                "name",
                                "\"shop\" is a Service that control plane shop makes itself, by controlPlane.service of its configuration; choose another name, or leave this resource out"));
        assertThat(failures(BASE + "name: shop-headless")).hasSize(1);
        assertThat(failures(BASE + "name: shop-door")).isEmpty();
    }

    @Test
    void aControlPlaneOnAMachineHasNoService() {
        assertThat(failures("clusterName: shop\nhost: {standalone: {local: {}}}"))
                .containsExactly(
                        new PropertyFailure(
                                "host",
                                "must be a host cluster: control planes elsewhere have no Service; use host: {kubernetes: {namespace: ...}}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    type: ClusterIP, nodePort: 30001                                 | nodePort
                    type: ClusterIP, tunnelPort: 8132, tunnelNodePort: 30001         | tunnelNodePort
                    type: ClusterIP, externalTrafficPolicy: Cluster                  | externalTrafficPolicy
                    type: ClusterIP, loadBalancerSourceRanges: [203.0.113.0/24]      | loadBalancerSourceRanges
                    type: NodePort, loadBalancerSourceRanges: [203.0.113.0/24]       | loadBalancerSourceRanges
                    type: NodePort, loadBalancerClass: example.com/big               | loadBalancerClass
                    type: NodePort, externalTrafficPolicy: Local                     | externalTrafficPolicy
                    type: NodePort, nodePort: 8443                                   | nodePort
                    port: 8132, tunnelPort: 8132                                     | tunnelPort
                    nodePort: 30001, tunnelPort: 8132, tunnelNodePort: 30001         | tunnelNodePort
                    """)
    void whatWouldHaveNoEffectIsRefused(String settings, String path) {
        assertThat(
                        failures(
                                BASE
                                        + settings.replace(", ", "\n")
                                                .replace("[", "[\"")
                                                .replace("]", "\"]")))
                .extracting(PropertyFailure::path)
                .containsExactly(path);
    }

    @Test
    void whatIsNotKnownYetIsLookedAtLater() {
        assertThat(
                        failures(
                                """
                                clusterName: UNKNOWN
                                host: UNKNOWN
                                type: UNKNOWN
                                nodePort: UNKNOWN
                                loadBalancerSourceRanges: [UNKNOWN]
                                annotations: {a: UNKNOWN}
                                """))
                .isEmpty();
    }

    private List<PropertyFailure> failures(String yaml) {
        return service.check(Given.value(yaml), Given.fresh(ControlPlaneServiceType.TOKEN, "door"))
                .failures();
    }
}
