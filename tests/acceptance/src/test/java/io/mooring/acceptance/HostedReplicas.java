package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The replicas of a control plane in the namespace `tenants` of a host cluster, and ways for them
/// to go. Each waits until there is another one, and all are ready.
final class HostedReplicas {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String SPACE = "--namespace=tenants";

    private final HostCluster host;
    private final String cluster;
    private final int count;

    HostedReplicas(HostCluster host, String cluster, int count) {
        this.host = host;
        this.cluster = cluster;
        this.count = count;
    }

    List<String> pods() {
        return IntStream.range(0, count).mapToObj(i -> cluster + "-" + i).toList();
    }

    /// The pod that does what one alone does, as the tenant's Lease says.
    String leader(Kubectl tenant) {
        return await().atMost(LIMIT)
                .until(
                        () ->
                                tenant.run(
                                                "get",
                                                "lease",
                                                "mooring-leader",
                                                "--namespace=kube-system",
                                                "-o",
                                                "jsonpath={.spec.holderIdentity}")
                                        .output()
                                        .replaceFirst("_.*", "")
                                        .strip(),
                        pods()::contains);
    }

    /// Until another one does it.
    void awaitLeaderBut(String pod, Kubectl tenant) {
        await("another leader than " + pod).atMost(LIMIT).until(() -> !leader(tenant).equals(pod));
    }

    String nodeOf(String pod) {
        return ofPod(pod, "{.spec.nodeName}");
    }

    /// Kills all that the pod's container runs; its data stays.
    void crash(String pod) {
        String before = restarts(pod);
        kill(pod);
        await(pod + " has started again, and is ready")
                .atMost(LIMIT)
                .until(() -> !restarts(pod).equals(before) && areReady());
    }

    /// As [#crash], without waiting for anything but its end.
    void kill(String pod) {
        // etcd is told a name too
        String mark = "\0server\0";
        String name = "\0" + (count > 1 ? "--replica=" + pod : "--name=" + cluster) + "\0";
        List<ProcessHandle> servers =
                ProcessHandle.allProcesses()
                        .filter(process -> text(process, "cmdline").contains(mark))
                        .filter(process -> text(process, "cmdline").contains(name))
                        .filter(process -> text(process, "cgroup").contains(host.name() + "--"))
                        .toList();
        assertThat(servers).as("processes of " + pod).hasSize(1);
        servers.getFirst().destroyForcibly();
        servers.getFirst().onExit().join();
    }

    /// Deletes the pod at once; its data was in a directory that ends with it.
    void lose(String pod) {
        String before = ofPod(pod, "{.metadata.uid}");
        onHost("delete", "pod", pod, "--grace-period=0", "--force");
        await(pod + " is another, and ready")
                .atMost(LIMIT)
                .until(() -> !ofPod(pod, "{.metadata.uid}").equals(before) && areReady());
    }

    void awaitReady() {
        await("all replicas are ready").atMost(LIMIT).until(this::areReady);
    }

    private boolean areReady() {
        return onHost("get", "statefulset", cluster, "-o", "jsonpath={.status.readyReplicas}")
                .equals(Integer.toString(count));
    }

    private String restarts(String pod) {
        return ofPod(pod, "{.status.containerStatuses[0].restartCount}");
    }

    /// Nothing while there is no such pod.
    private String ofPod(String pod, String path) {
        return onHost("get", "pod", pod, "--ignore-not-found", "-o", "jsonpath=" + path);
    }

    private String onHost(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return host.kubectl().get(all.toArray(String[]::new));
    }

    private static String text(ProcessHandle process, String file) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), file),
                    StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
