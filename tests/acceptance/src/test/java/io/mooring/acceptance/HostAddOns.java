package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What others run in a host cluster, as upstream built it: the metrics server, which asks the real
/// kubelets, and the local-path provisioner. They are processes in the network of its node.
final class HostAddOns implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// It is deleted first: an API that nobody serves holds up the end of every namespace.
    private static final List<String> OBJECTS =
            List.of(
                    "apiservice/v1beta1.metrics.k8s.io",
                    "service/metrics-server",
                    "storageclass/local-path",
                    "namespace/local-path-storage");

    private final HostCluster host;
    private final List<Running> programs = new ArrayList<>();

    private HostAddOns(HostCluster host) {
        this.host = host;
    }

    /// Starts both, with logs in that directory, and does not wait for them.
    static HostAddOns on(HostCluster host, Path directory) throws IOException {
        var addOns = new HostAddOns(host);
        try (InputStream objects = HostAddOns.class.getResourceAsStream("host-addons.yaml")) {
            byte[] text = Objects.requireNonNull(objects).readAllBytes();
            String address = "{.items[0].status.addresses[?(@.type=='InternalIP')].address}";
            String node = host.kubectl().get("get", "nodes", "-o", "jsonpath=" + address);
            host.apply(
                    "addons.yaml",
                    new String(text, StandardCharsets.UTF_8).replace("NODE]", node + "]"));
        }
        String kubeconfig = host.kubeconfigOnLan();
        addOns.start(directory, "metrics-server", "-kubeconfig=" + kubeconfig);
        addOns.start(directory, "local-path-provisioner", "start", "--kubeconfig=" + kubeconfig);
        return addOns;
    }

    private void start(Path directory, String program, String... arguments) {
        List<String> command = new ArrayList<>(host.onNode());
        command.addAll(List.of("env", "KUBECONFIG=" + host.kubeconfigOnLan()));
        command.add(Tree.upstream(program));
        command.addAll(List.of(arguments));
        programs.add(Running.start(directory, program, command));
    }

    /// Ends them and removes what they had, which is to be nothing of a tenant's.
    @Override
    public void close() {
        host.kubectl().get("delete", OBJECTS.getFirst());
        await("no volume is left that was made for a claim")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(host.kubectl().get("get", "persistentvolumes", "-o", "name"))
                                .doesNotContain("/pvc-"));
        for (String object : OBJECTS.subList(1, OBJECTS.size())) {
            host.kubectl().get("delete", object, "--namespace=kube-system", "--wait=true");
        }
        programs.forEach(Running::close);
    }
}
