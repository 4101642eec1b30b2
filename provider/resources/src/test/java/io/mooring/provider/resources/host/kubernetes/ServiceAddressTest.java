package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeObject;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.WantedCluster;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an `up` makes of an address that the host cluster replaces while the control plane comes.
final class ServiceAddressTest {

    private static final Progress NONE = new GivenPatience(Duration.ofMillis(-1));
    private static final String SERVICE = "services/shop";
    private static final String SET = "statefulsets/shop";

    private final WantedCluster wanted =
            new WantedCluster(
                    "shop",
                    "me",
                    ConfigLoader.load("controlPlane: {service: {spec: {type: NodePort}}}")
                            .config());
    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private final KubernetesHost host = new KubernetesHost(api.place());

    @BeforeEach
    void aHostWithANodeThatGivesAPort() {
        api.with(
                "nodes/one",
                "{\"status\": {\"addresses\": [{\"type\": \"InternalIP\", \"address\": \"192.0.2.7\"}]}}");
        api.with("namespaces/tenants", "{}").with("configmaps/shop", "{}");
    }

    @Test
    void theServerIsStartedAnewWithAnAddressThatCameAfterTheOneItWasTold() {
        host.start(wanted, NONE);
        assertThat(told()).contains("192.0.2.7:" + FakeHostApi.NODE_PORT);
        give(32000);
        int before = api.changes().size();

        assertThatThrownBy(() -> host.awaitReady(wanted, NONE))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageContaining("0 of 1 pods ready");

        assertThat(told()).contains("192.0.2.7:32000");
        assertThat(api.changes().subList(before, api.changes().size()))
                .as("a port that was declared is not put back: it would be replaced again")
                .contains("PATCH " + SET)
                .doesNotContain("PATCH " + SERVICE);
    }

    @Test
    void theServerIsLeftAloneWhileItsAddressIsWhatItWasTold() {
        host.start(wanted, NONE);
        int before = api.changes().size();

        assertThatThrownBy(() -> host.awaitReady(wanted, NONE))
                .isInstanceOf(HostFailure.NotReady.class);

        assertThat(api.changes()).hasSize(before);
    }

    @Test
    void anAddressIsFoundReplacedOnceForEachChangeOfTheService() {
        host.start(wanted, NONE);
        var address = new ServiceAddress(api.place().client(), "tenants", wanted);

        assertThat(address.replaced()).isEmpty();
        give(32000);
        assertThat(address.replaced()).contains("192.0.2.7:32000");
        assertThat(address.replaced()).isEmpty();
        give(FakeHostApi.NODE_PORT);
        assertThat(address.replaced()).as("what it was told").isEmpty();
    }

    @Test
    void aServerThatIsToldNoAddressOfOursIsLeftAlone() {
        host.start(wanted, NONE);
        api.with(SET, "{\"spec\": {\"template\": {\"spec\": {\"containers\": []}}}}");
        give(32000);

        var address = new ServiceAddress(api.place().client(), "tenants", wanted);

        assertThat(address.replaced()).isEmpty();
    }

    /// As the cluster around the host does to its Service.
    private void give(int port) {
        api.with(
                SERVICE,
                """
                {"spec": {"type": "NodePort", "ports": [{"name": "https", "port": 443, "nodePort": %d}]}}
                """
                        .formatted(port));
    }

    private Optional<String> told() {
        KubeObject set = api.object(SET);
        return ServerContainer.argument(set, ServerContainer.ENDPOINT);
    }
}
