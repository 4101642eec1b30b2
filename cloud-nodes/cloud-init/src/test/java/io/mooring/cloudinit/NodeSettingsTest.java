package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "https://10.76.0.2:8443, 10.76.0.2:8443",
        "https://api.example, api.example:443",
        "api.example:6443, api.example:6443",
        "https://[fd00::1]:8443, [fd00::1]:8443",
        "https://[::1]:8443, [::1]:8443"
    })
    void endpointsAreReadInEveryUsualForm(String text, String authority) {
        assertThat(Endpoint.parse(text).authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://", "https://a b", "https://x:99999", "https://h$(id):1"})
    void whatIsNoEndpointIsRefused(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labelsThatTheKubeletWouldRefuseAreAllNamed() {
        var labels =
                Map.of(
                        "node-role.kubernetes.io/worker", "",
                        "pool", "not a value",
                        "topology.kubernetes.io/zone", "a",
                        "example.com/x", "y");

        assertThatThrownBy(() -> Samples.node().withLabels(labels))
                .hasMessage(
                        "Cannot label the node: node-role.kubernetes.io/worker is not one a kubelet may"
                                + " set: use node.kubernetes.io/... or a prefix of your own; \"not a value\""
                                + " is not a value for pool");
    }

    @Test
    void aSiteNamesAProxyAndCertificatesThatCanBeUsedAndPrintsNoPassword() {
        assertThatThrownBy(() -> new NodeSettings.Site("proxy.example:3128", List.of()))
                .hasMessage("is no proxy that can be used: write http://HOST:PORT");
        assertThatThrownBy(() -> new NodeSettings.Site("", List.of("/etc/ssl/site.pem")))
                .hasMessage(
                        "has at place 0 what is not one certificate in PEM (-----BEGIN CERTIFICATE-----)");
        assertThat(new NodeSettings.Site("http://me:hunter2@proxy:3128", List.of()).toString())
                .doesNotContain("hunter2");
    }

    @Test
    void theTokenIsNeverPrinted() {
        assertThat(Samples.nodeWithEverything().toString())
                .contains("***")
                .doesNotContain(Samples.TOKEN);
        assertThatThrownBy(() -> new JoinToken("s3cret"))
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining("mooring token create");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "UPPER", "a_b", "-a", "a..b", "a;b"})
    void aNameThatNoNodeCanHaveIsRefused(String name) {
        var node = Samples.node();

        assertThatThrownBy(
                        () -> NodeSettings.of(node.endpoint(), node.caHash(), node.token(), name))
                .hasMessageStartingWith("Cannot name a node \"" + name + "\"");
    }
}
