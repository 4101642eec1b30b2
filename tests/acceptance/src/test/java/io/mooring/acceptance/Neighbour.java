package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A second virtual cluster in the host namespace of [SharedNodes], whose tenant calls things as
/// the first does and wants the first's: the resource `shared-nodes-neighbour.yaml`.
final class Neighbour {

    private static final String NAME = "mall";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String OF_SHOP = "-x-work-x-shop";
    private static final String OF_MALL = "-x-work-x-" + NAME;

    private final SharedNodes first;
    private final HostCluster host;
    private final Path directory;
    private final HostedCluster own;

    private Neighbour(SharedNodes first, HostCluster host, Path directory, HostedCluster own) {
        this.first = first;
        this.host = host;
        this.directory = directory;
        this.own = own;
    }

    /// Makes it in a directory of its own, lets it try, destroys it, and fails if either cluster
    /// saw or changed anything of the other's.
    static void comesAndGoes(Path directory, SharedNodes first, HostCluster host)
            throws IOException {
        List<String> before = first.uids();
        var own =
                HostedCluster.up(
                        directory,
                        host.onLan(),
                        Programs.onSharedNodes(NAME, host.kubeconfigOnLan(), true));
        try {
            var neighbour = new Neighbour(first, host, directory, own);
            neighbour.apply();
            neighbour.hasItsOwnOnly();
            neighbour.getsNothingOfTheFirst();
        } finally {
            own.destroy();
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(first.copies()).noneMatch(Neighbour::isOurs));
        assertThat(first.uids()).containsAll(before);
        assertThat(first.shell("db-0", "wget -qO- http://web/")).isEqualTo("hello from the shop");
    }

    private static boolean isOurs(String copy) {
        return copy.endsWith(NAME);
    }

    private void apply() throws IOException {
        String resource = "shared-nodes-neighbour.yaml";
        try (InputStream work = getClass().getResourceAsStream(resource)) {
            Path file = directory.resolve(resource);
            Files.copy(Objects.requireNonNull(work), file);
            own.kubectl().get("apply", "-f", file.toString());
        }
        for (String pod : List.of("web", "impostor")) {
            inWork("wait", "pod/" + pod, "--for=condition=Ready", "--timeout=3m");
        }
    }

    private void hasItsOwnOnly() {
        assertThat(
                        inWork(
                                "exec",
                                "web",
                                "--",
                                "wget",
                                "-qO-",
                                "http://web.work.svc.cluster.local/"))
                .isEqualTo("hello from the mall, mackerel");
        assertThat(first.shell("db-0", "wget -qO- http://web/")).isEqualTo("hello from the shop");
        assertThat(inWork("get", "pods", "-o", "jsonpath={.items[*].metadata.name}"))
                .isEqualTo("impostor thief web");
        assertThat(first.tenants("get", "pods", "-o", "name")).doesNotContain("thief", "impostor");
        assertThat(first.copies())
                .contains("Secret/key" + OF_SHOP, "Secret/key" + OF_MALL, "Pod/web" + OF_MALL);
    }

    private void getsNothingOfTheFirst() throws IOException {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(first.ofCopy("pod/thief" + OF_MALL, ".spec.volumes"))
                                .contains("key" + OF_SHOP + OF_MALL)
                                .doesNotContain("key" + OF_SHOP + "\""));
        assertThat(inWork("get", "pod", "thief", "-o", "jsonpath={.status.phase}"))
                .isEqualTo("Pending");
        assertThat(
                        first.ofCopy(
                                "pod/impostor" + OF_MALL,
                                ".metadata.labels.mooring\\.io/managed-by"))
                .isEqualTo(NAME);
        String addresses = "jsonpath={.items[*].endpoints[*].addresses[*]}";
        assertThat(
                        first.tenants(
                                "get",
                                "endpointslices",
                                "-l",
                                "kubernetes.io/service-name=web",
                                "-o",
                                addresses))
                .isEqualTo(
                        first.tenants(
                                "get",
                                "pods",
                                "-l",
                                "app=web",
                                "-o",
                                "jsonpath={.items[*].status.podIP}"));
        assertThat(first.ofCopy("service/front", ".metadata.labels.mooring\\.io/replica-of"))
                .isEqualTo(SharedNodes.NAME);
        String node = own.kubectl().get("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        assertThat(own.kubectl().get("get", "--raw", "/api/v1/nodes/" + node + "/proxy/pods"))
                .contains("\"name\":\"impostor\"")
                .doesNotContain("\"name\":\"db-0", "\"name\":\"shop", "\"namespace\":\"shared");
        isNobodyAtTheFirstsApi();
    }

    private void isNobodyAtTheFirstsApi() throws IOException {
        Path header =
                Files.writeString(
                        directory.resolve("header"),
                        "Authorization: Bearer " + inWork("create", "token", "default"));
        String api =
                first.tenants("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}");
        assertThat(
                        host.runOnLan("curl", "-sk", "-H", "@" + header, api + "/api/v1/nodes")
                                .succeeded())
                .contains("\"code\": 401");
    }

    private String inWork(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--namespace=work"));
        all.addAll(List.of(arguments));
        return own.kubectl().get(all.toArray(String[]::new));
    }
}
