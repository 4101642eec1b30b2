package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a machine in namespaces cannot show, since it has no kernel of its own: a Debian with
/// cloud-init, netplan and swap becomes a node, with modules, sysctls and cgroup v2, and is one
/// again after a reboot.
@Order(3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class VirtualMachineTest {

    private static final LocalCluster CLUSTER = LocalCluster.ofThisProcess("vm");
    private static final String NODE = "vm";
    private static final String POD = "inside";
    private static final String TAKE_IMAGES =
            "mkdir -p /var/lib/mooring/images && mount -r /dev/vdb /mnt &&"
                    + " cp /mnt/demo.tar /var/lib/mooring/images && umount /mnt";

    // of one that is emulated while other tests run
    private static final Duration LIMIT = Duration.ofMinutes(15);

    @TempDir static Path directory;

    private PulumiProject project;
    private Kubectl kubectl;
    private VirtualMachine machine;

    @BeforeAll
    void switchItOn() {
        project = new PulumiProject(directory, "vm");
        project.program(Programs.clusterWithUserData(CLUSTER.name(), NODE, TAKE_IMAGES));
        project.up().succeeded();
        kubectl = Kubectl.of(directory, project.output("kubeconfig"));
        Path demo = Tree.cache().resolve("images/demo.tar");
        String userData = project.output("userData");
        machine = VirtualMachine.powerOn(directory, CLUSTER, "10.77.200.1", userData, demo);
    }

    @AfterAll
    void leaveNothingBehind() {
        if (machine != null) {
            machine.close();
        }
        if (project != null) {
            project.destroy();
        }
        assertThat(Footprint.of(CLUSTER.name())).isEmpty();
    }

    @Test
    @Order(1)
    void itsUserDataMakesItAReadyNodeThatRunsAPod() throws IOException {
        soon(this::isReady);
        kubectl.get("apply", "-f", pod());

        soon(() -> inside("true").exitCode() == 0);
        assertThat(node("{.status.nodeInfo.operatingSystem} {.status.nodeInfo.kernelVersion}"))
                .matches("linux 6\\.1\\.0-.*-cloud-amd64");
        assertThat(node("{.status.addresses[?(@.type==\"InternalIP\")].address}"))
                .isEqualTo("10.77.200.1");
    }

    @Test
    @Order(2)
    void itsKernelIsSetUpAsANodesIs() {
        assertItIsSetUp();
        assertThat(inside("cat /var/lib/kubelet/config.yaml").succeeded())
                .contains("\"cgroupDriver\" : \"systemd\"");
        assertThat(inside("cat /etc/netplan/*.yaml").succeeded()).contains("10.77.200.1/16");
    }

    @Test
    @Order(3)
    void aRebootLeavesItTheNodeThatItWas() {
        String identity = node("{.metadata.uid}");
        String boot = node("{.status.nodeInfo.bootID}");
        List<String> requests = certificateRequests();

        // the pod ends with its machine, in the midst of the command
        inside("systemctl --no-block reboot");

        soon(() -> !node("{.status.nodeInfo.bootID}").equals(boot) && isReady());
        soon(() -> inside("true").exitCode() == 0);
        assertThat(node("{.metadata.uid}")).isEqualTo(identity);
        assertThat(certificateRequests()).isEqualTo(requests);
        assertItIsSetUp();
    }

    private void assertItIsSetUp() {
        assertThat(inside("stat -f -c %T /sys/fs/cgroup").succeeded()).isEqualTo("cgroup2fs");
        assertThat(inside("ls -d /sys/fs/cgroup/kubepods.slice").exitCode()).isZero();
        assertThat(inside("lsmod | cut -d' ' -f1").succeeded().lines())
                .contains("overlay", "br_netfilter", "nf_conntrack", "vxlan");
        assertThat(
                        inside(
                                        "sysctl -n net.ipv4.ip_forward net.bridge.bridge-nf-call-iptables fs.inotify.max_user_instances")
                                .succeeded()
                                .lines())
                .containsExactly("1", "1", "8192");
        // only its heading
        assertThat(inside("cat /proc/swaps").succeeded().lines()).hasSize(1);
        assertThat(inside("systemctl is-active kubelet containerd").succeeded().lines())
                .containsOnly("active");
    }

    private boolean isReady() {
        return node("{.status.conditions[?(@.type==\"Ready\")].status}").equals("True");
    }

    private String node(String path) {
        return kubectl.run("get", "node", NODE, "-o", "jsonpath=" + path).output().strip();
    }

    private List<String> certificateRequests() {
        return kubectl.get("get", "csr", "-o", "name").lines().sorted().toList();
    }

    /// Runs a script on the machine itself, with its own shell.
    private Command.Result inside(String script) {
        String path = "PATH=/usr/sbin:/usr/bin; ";
        return kubectl.runWithin(
                Duration.ofMinutes(1),
                "exec",
                POD,
                "--",
                "chroot",
                "/host",
                "/bin/sh",
                "-c",
                path + script);
    }

    private static String pod() throws IOException {
        String text =
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  containers:
                    - name: it
                      image: mooring.local/demo:1
                      command: [sleep, infinity]
                      securityContext: {privileged: true}
                      volumeMounts: [{name: host, mountPath: /host}]
                  hostPID: true
                  terminationGracePeriodSeconds: 0
                  volumes: [{name: host, hostPath: {path: /}}]
                """
                        .formatted(POD);
        return Files.writeString(directory.resolve("pod.yaml"), text).toString();
    }

    private void soon(BooleanSupplier condition) {
        await("see the console: " + directory.resolve("console"))
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(machine.isOn()).as(this::lastWords).isTrue();
                    return condition.getAsBoolean();
                });
    }

    private String lastWords() {
        var lines = new ArrayList<>(machine.console().lines().toList());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
