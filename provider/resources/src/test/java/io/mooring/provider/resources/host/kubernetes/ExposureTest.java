package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ExposureTest {

    private static final Exposure.Settings NOTHING =
            new Exposure.Settings(List.of(), Optional.empty(), Optional.empty());

    @Test
    void itLeadsToThePodsOfTheControlPlaneByTheOnePortTheyHave() {
        KubeObject service =
                exposure(Exposure.Type.NODE_PORT, NOTHING, Map.of("tier", "web")).in("tenants");

        assertThat(service.text("spec", "type")).contains("NodePort");
        assertThat(service.texts("spec", "selector"))
                .containsExactlyInAnyOrderEntriesOf(Scope.podLabels("shop"));
        assertThat(service.maps("spec", "ports"))
                .containsExactly(
                        Map.of(
                                "name",
                                "https",
                                "port",
                                443,
                                "targetPort",
                                "https",
                                "protocol",
                                "TCP",
                                "nodePort",
                                30443),
                        Map.of(
                                "name",
                                "tunnel",
                                "port",
                                8132,
                                "targetPort",
                                "https",
                                "protocol",
                                "TCP"));
        assertThat(service.map("spec"))
                .doesNotContainKeys(
                        "loadBalancerSourceRanges", "loadBalancerClass", "externalTrafficPolicy");
    }

    @Test
    void itSaysWhoseItIsAndIsOwnedByNothingThatGoesBeforeIt() {
        KubeObject service =
                exposure(Exposure.Type.LOAD_BALANCER, NOTHING, Map.of("mooring.io/cluster", "x"))
                        .in("tenants");

        assertThat(service.labels()).containsEntry("mooring.io/cluster", "shop");
        assertThat(service.annotations())
                .containsEntry("mooring.io/owner", "stack a/b, resource door")
                .containsEntry("example.com/team", "shop");
        assertThat(service.at("metadata", "ownerReferences")).isEmpty();
        assertThat(Exposure.isOne(service)).isTrue();
        assertThat(Exposure.clusterOf(service)).contains("shop");
    }

    @Test
    void whatALoadBalancerIsToldIsInIt() {
        var settings =
                new Exposure.Settings(
                        List.of("203.0.113.0/24"),
                        Optional.of("example.com/big"),
                        Optional.of("Local"));

        KubeObject service =
                exposure(Exposure.Type.LOAD_BALANCER, settings, Map.of()).in("tenants");

        assertThat(service.list("spec", "loadBalancerSourceRanges"))
                .containsExactly("203.0.113.0/24");
        assertThat(service.text("spec", "loadBalancerClass")).contains("example.com/big");
        assertThat(service.text("spec", "externalTrafficPolicy")).contains("Local");
    }

    @Test
    void aPortThatNobodyDeclaredIsTold() {
        Exposure wanted = exposure(Exposure.Type.CLUSTER_IP, NOTHING, Map.of());
        KubeObject declared = wanted.in("tenants");
        KubeObject other =
                KubeObject.parse(
                        """
                        {"kind": "Service", "metadata": {"name": "door"},
                         "spec": {"ports": [{"name": "https", "port": 443, "protocol": "TCP"}, {"name": "more", "port": 9999}]}}
                        """);

        assertThat(ForeignPorts.told(declared, wanted)).isEmpty();
        assertThat(ForeignPorts.told(other, wanted))
                .contains("Service door has ports that are not declared: 9999");
    }

    private static Exposure exposure(
            Exposure.Type type, Exposure.Settings settings, Map<String, String> labels) {
        return new Exposure(
                "door",
                "shop",
                "stack a/b, resource door",
                type,
                List.of(
                        new Exposure.Port(Exposure.API, 443, OptionalInt.of(30443)),
                        new Exposure.Port(Exposure.TUNNEL, 8132, OptionalInt.empty())),
                labels,
                Map.of("example.com/team", "shop"),
                settings);
    }
}
