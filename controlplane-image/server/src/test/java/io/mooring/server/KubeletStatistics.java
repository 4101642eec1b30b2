package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/// Asks a node's kubelet what its pods take: by way of the tenant's kube-apiserver, and as a
/// metrics server of the tenant does it.
final class KubeletStatistics {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NODE = "machine";

    private KubeletStatistics() {}

    static void ask(KubeClient tenant, Path dataDir) throws IOException {
        var proxy = "/api/v1/nodes/" + NODE + "/proxy";
        var summary = KubeObject.parse(tenant.rawGet(proxy + "/stats/summary"));
        System.out.println("statistics: " + read(summary));
        var pods = new TreeSet<String>();
        KubeObject.parse(tenant.rawGet(proxy + "/pods"))
                .maps("items")
                .forEach(pod -> pods.add(new KubeObject(pod).name()));
        System.out.println("pods: " + pods);
        System.out.println("refused: " + refusal(() -> tenant.rawGet(proxy + "/configz")));
        scrape(tenant, dataDir);
    }

    private static List<Object> read(KubeObject summary) {
        var read = new ArrayList<Object>();
        read.add("node");
        read.add(summary.text("node", "cpu", "usageNanoCores").orElse("none"));
        for (var each : summary.maps("pods")) {
            var pod = new KubeObject(each);
            var container = new KubeObject(pod.maps("containers").getFirst());
            read.add(pod.text("podRef", "name").orElse("none"));
            read.add(container.text("name").orElse("none"));
            read.add(container.text("cpu", "usageNanoCores").orElse("none"));
        }
        return read;
    }

    private static void scrape(KubeClient tenant, Path dataDir) throws IOException {
        var account = ObjectRef.of(ResourceKind.SERVICE_ACCOUNT, "kube-system", "scraper");
        tenant.create(account.kind(), KubeObject.of(account, Map.of()));
        var token =
                tenant.requestToken(
                        "kube-system", "scraper", List.of(), Duration.ofHours(1), Optional.empty());
        var door = door(tenant, NODE);
        var authority =
                Base64.getEncoder()
                        .encodeToString(Files.readAllBytes(dataDir.resolve("pki/ca.crt")));
        try (var scraper = client(door, authority, token.token().value());
                var unknown = client(door, authority, "of-nobody")) {
            System.out.println(
                    "without a role: " + refusal(() -> scraper.rawGet("/metrics/resource")));
            System.out.println(
                    "without a token: " + refusal(() -> unknown.rawGet("/metrics/resource")));
            allow(tenant);
            var text = new ArrayList<String>();
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .until(() -> text.add(scraper.rawGet("/metrics/resource")));
            text.getFirst()
                    .lines()
                    .filter(line -> line.startsWith("container_memory_working_set_bytes"))
                    .forEach(line ->
                            System.out.println(
                                    "metrics: "
                                            + door.substring(0, door.indexOf(':'))
                                            + " "
                                            + line));
            System.out.println(
                    "by a token: " + refusal(() -> scraper.rawGet("/exec/default/web/c")));
        }
    }

    private static void allow(KubeClient tenant) {
        var role = ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, "scraper");
        tenant.create(
                role.kind(),
                KubeObject.of(
                        role,
                        Map.of(
                                "rules",
                                List.of(
                                        Map.of(
                                                "apiGroups", List.of(""),
                                                "resources", List.of("nodes/metrics"),
                                                "verbs", List.of("get"))))));
        var binding = ObjectRef.cluster(ResourceKind.CLUSTER_ROLE_BINDING, "scraper");
        tenant.create(
                binding.kind(),
                KubeObject.of(
                        binding,
                        Map.of(
                                "roleRef",
                                Map.of(
                                        "apiGroup", "rbac.authorization.k8s.io",
                                        "kind", "ClusterRole",
                                        "name", "scraper"),
                                "subjects",
                                List.of(
                                        Map.of(
                                                "kind", "ServiceAccount",
                                                "name", "scraper",
                                                "namespace", "kube-system")))));
    }

    private static KubeClient client(String door, String authority, String token) {
        return KubeClient.fromKubeconfig(
                """
                apiVersion: v1
                kind: Config
                current-context: c
                clusters: [{name: c, cluster: {server: "https://%s", certificate-authority-data: "%s"}}]
                contexts: [{name: c, context: {cluster: c, user: u}}]
                users: [{name: u, user: {token: "%s"}}]
                """
                        .formatted(door, authority, token));
    }

    private static String refusal(Runnable call) {
        try {
            call.run();
            return "nothing";
        } catch (KubeFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Where the node says that its kubelet is.
    static String door(KubeClient tenant, String node) {
        var found = tenant.get(ObjectRef.cluster(ResourceKind.NODE, node));
        var address =
                found.maps("status", "addresses").stream()
                        .filter(each -> "InternalDNS".equals(each.get("type")))
                        .map(each -> String.valueOf(each.get("address")))
                        .findFirst()
                        .orElse("none");
        return address
                + ":"
                + found.text("status", "daemonEndpoints", "kubeletEndpoint", "Port").orElse("0");
    }
}
