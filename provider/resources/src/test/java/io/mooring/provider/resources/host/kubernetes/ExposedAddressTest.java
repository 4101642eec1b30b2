package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class ExposedAddressTest {

    private static final String FRONT =
            "controlPlane: {ingress: {enabled: true, host: shop.example.com}}";

    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private final KubeClient host = api.place().client();

    @Test
    void whatIsInFrontOfAServiceWithinTheHostIsTheAddress() {
        assertThat(of("{}", "ClusterIP")).contains("10.96.0.7:443");
        assertThat(of(FRONT, "ClusterIP")).contains("shop.example.com:443");
    }

    @Test
    void whereNodesJoinOrTheWorldReachesTheServiceItIsTheServicesOrTheDeclaredOne() {
        String joined = "privateNodes: {enabled: true}\n" + FRONT;

        assertThat(of(FRONT, "LoadBalancer")).contains("203.0.113.7:443");
        assertThat(of(joined, "ClusterIP")).contains("10.96.0.7:443");
        assertThat(
                        of(
                                joined.replace(
                                        "{ingress", "{endpoint: 'a.example.com:8443', ingress"),
                                "ClusterIP"))
                .contains("a.example.com:8443");
    }

    private Optional<String> of(String config, String type) {
        String service =
                """
                {"spec": {"type": "%s", "clusterIP": "10.96.0.7", "ports": [{"port": 443}]},
                 "status": {"loadBalancer": {"ingress": [{"ip": "203.0.113.7"}]}}}
                """;
        return ExposedAddress.of(
                host,
                ConfigLoader.load(config).config(),
                KubeObject.parse(service.formatted(type)));
    }
}
