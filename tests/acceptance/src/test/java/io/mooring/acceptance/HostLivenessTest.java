package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A control plane in a host cluster of which a process hangs: it neither ends nor answers, so that
/// nobody but the kubelet's liveness probe finds out. Takes minutes: `tools/liveness` runs it
/// alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostLivenessTest {

    private static final String HOST = "hang-" + ProcessHandle.current().pid();
    private static final String POD = "tenant-0";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Sooner than it would have by default, which takes minutes.
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              service: {spec: {type: NodePort}}
              statefulSet:
                persistence: {volumeClaim: {enabled: false}}
                probes: {livenessProbe: {failureThreshold: 3, initialDelaySeconds: 1, periodSeconds: 2}}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private HostedCluster tenant;

    @BeforeAll
    void bringItUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        String program = HostedCluster.program("tenant", host.kubeconfigOnLan(), CONFIG);
        Path place = Files.createDirectory(directory.resolve("tenant"));
        tenant = HostedCluster.up(place, host.onLan(), program);
        tenant.kubectl().get("create", "configmap", "kept", "--from-literal=a=b");
    }

    @AfterAll
    void leaveNothingBehind() {
        if (tenant != null) {
            tenant.destroy();
        }
        if (host != null) {
            host.down();
        }
    }

    /// The last is the supervisor of the others.
    @ParameterizedTest
    @ValueSource(strings = {"kube-apiserver", "kine", "java"})
    void whateverOfItHangsItIsStartedAnewInItsPodAndAnswersWithWhatItHad(String process) {
        String pod = ofPod("{.metadata.uid}");
        int restarts = restarts();

        stop(process);

        await("the kubelet to start it anew").atMost(LIMIT).until(() -> restarts() > restarts);
        assertThat(host.kubectl().get("get", "events", "-n", "tenants"))
                .contains("failed liveness probe, will be restarted");
        await("its API").atMost(LIMIT).until(this::kept, "b"::equals);
        assertThat(ofPod("{.metadata.uid}")).isEqualTo(pod);
        assertThat(restarts()).isEqualTo(restarts + 1);
    }

    /// On the machine that runs the pod nothing else is called so: what the host cluster itself has
    /// of that kind is elsewhere.
    private void stop(String process) {
        BareMachine machine = host.node(ofPod("{.spec.nodeName}"));
        String id = machine.run("pgrep", "-x", process).succeeded();
        assertThat(id).as("one process %s", process).containsOnlyDigits();
        machine.run("kill", "-STOP", id).succeeded();
    }

    private String kept() {
        var soon = Duration.ofSeconds(10);
        return tenant.kubectl()
                .runWithin(soon, "get", "configmap", "kept", "-o", "jsonpath={.data.a}")
                .output();
    }

    private int restarts() {
        return Integer.parseInt(ofPod("{.status.containerStatuses[0].restartCount}"));
    }

    private String ofPod(String path) {
        return host.kubectl().get("get", "pod", POD, "-n", "tenants", "-o", "jsonpath=" + path);
    }
}
