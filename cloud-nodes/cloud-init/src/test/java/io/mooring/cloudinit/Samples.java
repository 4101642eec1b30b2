package io.mooring.cloudinit;

import io.mooring.api.ConfigLoader;
import java.util.List;
import java.util.Map;

final class Samples {
    static final String TOKEN = "abcdef.0123456789abcdef";
    static final CaHash HASH =
            new CaHash("sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");

    private Samples() {}

    static NodeSettings node() {
        return NodeSettings.of(
                Endpoint.parse("https://10.76.0.2:8443"), HASH, new JoinToken(TOKEN), "worker-1");
    }

    static NodeSettings nodeWithEverything() {
        var plain = node();
        return new NodeSettings(
                new Endpoint("fd00::1", 443),
                HASH,
                plain.token(),
                "worker-2.example",
                "10.77.0.11",
                Map.of("pool", "blue", "node.kubernetes.io/role", "x"),
                List.of(
                        new Taint("dedicated", "gpu", "NoSchedule"),
                        new Taint("a", "", "NoExecute")),
                new NodeSettings.Kubelet(
                        Map.of("max-pods", "200", "v", "2"),
                        List.of("echo 'its' \"me\"' && touch /run/\"a b\""),
                        List.of("cat <<X\n$HOME\nX")),
                new NodeSettings.Site(
                        "http://proxy.example:3128",
                        List.of("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")),
                plain.deadline());
    }

    static JoinSettings cluster(String yaml) {
        return JoinSettings.from(
                ConfigLoader.load("privateNodes:\n  enabled: true\n" + yaml).config(),
                List.of("10.96.0.10"));
    }
}
