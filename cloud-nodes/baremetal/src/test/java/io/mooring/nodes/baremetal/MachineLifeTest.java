package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a machine between its claim and its return.
final class MachineLifeTest {

    private static final String SECRET = "abcdef.0123456789abcdef";
    private static final String TREES =
            "/etc /usr/local /opt /var/lib/mooring /var/lib/kubelet /var/lib/containerd";

    private final BareMachines machines = Metal.machines();
    private final NodeProvider provider = Metal.provider();

    @AfterEach
    void giveBack() {
        Metal.release();
        machines.on(0, "rm -rf /var/tmp/test");
    }

    private String files() {
        return machines.on(0, "find " + TREES + " -xdev ! -name written-meanwhile | sort");
    }

    @Test
    void aSecretIsInNoArgumentNoJournalAndNoFileThatOthersRead() {
        CreateOutcome made =
                provider.create(
                        Metal.request(
                                "web-0",
                                """
                                #cloud-config
                                write_files:
                                - {path: /etc/mooring/token, permissions: '0600', content: %s}
                                runcmd:
                                - mkdir -p /var/tmp/test
                                - stat -c %%a /var/lib/mooring-machine /var/lib/mooring-machine/script /etc/mooring/token >/var/tmp/test/modes
                                - for p in /proc/[0-9]*; do if tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -qFf /etc/mooring/token; then echo $p >>/var/tmp/test/leaks; fi; done
                                """
                                        .formatted(SECRET)));

        assertThat(made).isInstanceOf(CreateOutcome.Created.class);
        assertThat(machines.on(0, "cat /etc/mooring/token").strip()).isEqualTo(SECRET);
        assertThat(machines.on(0, "cat /var/tmp/test/modes").split("\\s+"))
                .containsExactly("700", "600", "600");
        assertThat(machines.on(0, "cat /var/tmp/test/leaks 2>/dev/null")).isEmpty();
        assertThat(machines.on(0, "journalctl -q -o cat | grep -cF " + SECRET).strip())
                .isEqualTo("0");
        assertThat(machines.on(0, "grep -rlF " + SECRET + " /etc /var/lib/mooring-machine").strip())
                .isEqualTo("/etc/mooring/token");
        assertThat(new SecretText(SECRET).toString()).isEqualTo("***");
    }

    @Test
    void whatWasLaidIsWipedAndWhatWasThereBeforeStays() {
        machines.on(
                0,
                "mkdir -p /etc/containerd /opt/cni/bin; echo theirs >/etc/containerd/config.toml; echo theirs >/opt/cni/bin/theirs");
        String before = files();
        provider.create(
                Metal.request(
                        "web-0",
                        """
                        #cloud-config
                        write_files:
                        - {path: /etc/kubernetes/kubelet.conf, content: ours}
                        - {path: /etc/systemd/system/kubelet.service, content: "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n"}
                        - {path: /opt/cni/bin/bridge, content: ours}
                        - {path: /usr/local/bin/kubelet, content: ours}
                        - {path: /var/lib/kubelet/pods/one/volume/file, content: ours}
                        - {path: /etc/somewhere-else, content: ours}
                        runcmd:
                        - cp -p /etc/containerd/config.toml /etc/containerd/config.toml.before-mooring
                        - echo ours >/etc/containerd/config.toml
                        - mount -t tmpfs tmpfs /var/lib/kubelet/pods/one/volume
                        - systemctl daemon-reload
                        - systemctl enable --now kubelet.service
                        - echo theirs >/etc/written-meanwhile
                        """));
        assertThat(machines.on(0, "systemctl is-active kubelet").strip()).isEqualTo("active");

        assertThat(provider.delete(Metal.id("web-0"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(files()).isEqualTo(before);
        assertThat(machines.on(0, "cat /etc/written-meanwhile").strip()).isEqualTo("theirs");
        assertThat(machines.on(0, "cat /etc/containerd/config.toml").strip()).isEqualTo("theirs");
        assertThat(machines.on(0, "systemctl is-active kubelet").strip()).isEqualTo("inactive");
        assertThat(machines.on(0, "grep /var/lib/kubelet/ /proc/self/mounts")).isEmpty();
        assertThat(machines.on(0, "ls -d /var/lib/mooring-machine* 2>/dev/null")).isEmpty();
        machines.on(0, "rm -r /etc/written-meanwhile /etc/containerd /opt/cni");
    }

    @Test
    void whatAMachineWasToldGoesOnWhenTheConnectionBreaks() throws Exception {
        var request =
                Metal.request(
                        "web-0",
                        """
                        #cloud-config
                        runcmd:
                        - mkdir -p /var/tmp/test; echo begun >>/var/tmp/test/begun
                        - until [ -e /var/tmp/test/go ]; do sleep 0.1; done
                        - echo done >>/var/tmp/test/done
                        """);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var making = threads.submit(() -> provider.create(request));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !machines.on(0, "cat /var/tmp/test/begun 2>/dev/null").isEmpty());

            machines.get(0).relay().cut();

            assertThat(making.get()).isInstanceOf(CreateOutcome.BadConfiguration.class);
        }
        machines.get(0).relay().mend();
        assertThat(Metal.provider().get(request.id()))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found ->
                                assertThat(found.machine().state())
                                        .isEqualTo(
                                                new MachineState.Stopped(
                                                        "its user data is being carried out")));
        machines.on(0, "touch /var/tmp/test/go");
        assertThat(Metal.provider().create(request))
                .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
        assertThat(machines.on(0, "cat /var/tmp/test/begun /var/tmp/test/done"))
                .isEqualTo("begun\ndone\n");
    }

    @Test
    void userDataThatFailsIsToldWithTheEndOfItsJournal() {
        assertThatThrownBy(() ->
                        provider.create(
                                Metal.request(
                                        "web-0",
                                        "#cloud-config\nruncmd: [['sh', '-c', 'echo no luck today; exit 3']]\n")))
                .isInstanceOf(ProviderFailure.class)
                .hasMessageContaining("no luck today");

        assertThat(provider.create(Metal.request("web-0", "#cloud-config\nruncmd: [[true]]\n")))
                .isInstanceOf(CreateOutcome.Created.class);
    }

    @Test
    void aMachineThatGaveUpJoiningSaysWhyUntilItIsWiped() {
        var request =
                Metal.request(
                        "web-0",
                        """
                        #cloud-config
                        write_files:
                        - {path: /etc/systemd/system/mooring-node-bootstrap.service, content: "[Service]\\nType=oneshot\\nExecStart=/bin/sh -c 'echo mooring-node: asking; echo mooring-node: its token is spent; exit 1'\\n"}
                        runcmd:
                        - systemctl daemon-reload; systemctl start mooring-node-bootstrap.service || true
                        """);
        assertThat(provider.gaveUp(request.id())).isEmpty();

        assertThat(provider.create(request)).isInstanceOf(CreateOutcome.Created.class);

        assertThat(provider.gaveUp(request.id())).contains("its token is spent");
        provider.delete(request.id());
        provider.create(Metal.request("web-0", "#cloud-config\nruncmd: [[true]]\n"));
        assertThat(provider.gaveUp(request.id())).isEmpty();
    }

    @Test
    void userDataThatCannotBeTakenClaimsNothing() {
        assertThat(provider.create(Metal.request("web-0", "#cloud-config\nbootcmd: [[true]]\n")))
                .isInstanceOfSatisfying(
                        CreateOutcome.BadConfiguration.class,
                        bad -> assertThat(bad.field()).isEqualTo("userData"));
        assertThat(provider.list(Metal.CLUSTER)).isEqualTo(List.of());
    }
}
