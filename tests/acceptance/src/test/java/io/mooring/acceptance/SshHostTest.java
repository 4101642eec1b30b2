package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A control plane on a machine that OpenSSH reaches, and a node that is another machine of its
/// network, told in order.
@Order(5)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SshHostTest {

    private static final String LAN = "ssh-" + ProcessHandle.current().pid();
    private static final String UNIT = "mooring-server-shop.service";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ON_LAN =
            List.of("nsenter", "--net=/run/netns/mooring-" + LAN + "-lan");

    @TempDir static Path directory;

    private Path tenant;
    private PulumiProject lan;
    private PulumiProject project;
    private BareMachine machine;
    private Kubectl kubectl;
    private String key = "";

    @BeforeAll
    void aMachineWithAnOperatingSystemAndASshServer() throws IOException {
        lan = new PulumiProject(Files.createDirectory(directory.resolve("lan")), "lan");
        lan.program(Programs.cluster(LAN, 0));
        lan.up().succeeded();
        key = keys("login");
        String hostKey = keys("host");
        machine =
                BareMachine.powerOn(
                        directory,
                        LAN,
                        "metal",
                        """
                        #cloud-config
                        ssh_deletekeys: true
                        ssh_genkeytypes: []
                        ssh_keys:
                          ed25519_private: |
                            %s
                          ed25519_public: %s
                        users:
                          - {name: ops, shell: /bin/bash, sudo: 'ALL=(ALL) NOPASSWD:ALL', ssh_authorized_keys: ['%s']}
                        """
                                .formatted(
                                        hostKey.strip().replace("\n", "\n    "),
                                        open("host"),
                                        open("login")));
        Command.in(directory)
                .run(
                        ("openssl req -x509 -newkey ed25519 -nodes -subj /CN=site -days 2"
                                        + " -keyout site.key -out site.pem")
                                .split(" ", -1))
                .succeeded();
        tenant = Files.createDirectory(directory.resolve("tenant"));
        project = new PulumiProject(tenant, "tenant", ON_LAN, Map.of());
        program("");
        set("machine", address());
        set("hostKey", open("host"));
        set("image", Tree.cache().resolve("images/control-plane.tar").toString());
        project.run("config", "set", "--secret", "--stack", "tenant", "sshKey", "--", key)
                .succeeded();
        await("the SSH server")
                .atMost(LIMIT)
                .until(() ->
                        machine.run("systemctl", "is-active", "ssh").output().startsWith("active"));
    }

    private String keys(String name) throws IOException {
        Command.in(directory)
                .run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name)
                .succeeded();
        return Files.readString(directory.resolve(name));
    }

    private String open(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".pub")).strip();
    }

    private String address() {
        return machine.run("hostname", "-I").succeeded().strip().split(" ")[0];
    }

    private void set(String name, String value) {
        project.run("config", "set", "--stack", "tenant", name, "--", value).succeeded();
    }

    /// The example, of a user who is not root, with more configuration.
    private void program(String more) throws IOException {
        Files.writeString(
                tenant.resolve("Pulumi.yaml"),
                Files.readString(Tree.ROOT.resolve("examples/ssh/Pulumi.yaml"))
                        .replace("name: mooring-ssh", "name: acceptance")
                        .replace("../../bin", Tree.ROOT.resolve("bin").toString())
                        .replace("host: ${machine}", "host: ${machine}\n            user: ops")
                        .replace(
                                "nodeName: guest",
                                "nodeName: guest\n        trustedCas:\n        - |\n"
                                        + Files.readString(directory.resolve("site.pem"))
                                                .indent(10))
                        .replace(
                                "privateNodes: {enabled: true}",
                                "privateNodes: {enabled: true}\n        controlPlane: {coredns: {enabled: false}}"
                                        + more));
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null) {
            project.destroy();
        }
        lan.destroy();
        assertThat(Footprint.of(LAN)).isEmpty();
    }

    @Test
    @Order(1)
    void upMakesAControlPlaneThatAnswersAtTheMachinesAddress() {
        project.up().succeeded();
        kubectl =
                new Kubectl(
                        Kubectl.of(directory, project.output("kubeconfig")).kubeconfig(),
                        ON_LAN,
                        List.of());

        assertThat(project.output("endpoint")).isEqualTo("https://" + address() + ":8443");
        assertThat(kubectl.get("get", "--raw", "/readyz")).isEqualTo("ok");
        project.upIsNotNeeded();
    }

    /// Its id holds no key: the environment does. What it is imported as is what the program says.
    @Test
    @Order(2)
    void anotherStackImportsItByMachineAndName() throws IOException {
        Path other = Files.createDirectory(directory.resolve("importing"));
        var keys =
                Map.of(
                        "MOORING_SSH_HOST_KEY", open("host"),
                        "MOORING_SSH_PRIVATE_KEY_FILE", directory.resolve("login").toString());
        var importing = new PulumiProject(other, "importing", ON_LAN, keys);
        String archive = Tree.cache().resolve("images/control-plane.tar").toString();
        importing
                .run(
                        "import",
                        "mooring:index:ControlPlane",
                        "shop",
                        "ssh:ops@%s/shop?imageArchive=%s".formatted(address(), archive),
                        "--stack",
                        "importing",
                        "--yes",
                        "--skip-preview",
                        "--protect=false",
                        "--generate-code=false")
                .succeeded();
        importing.program(
                """
                resources:
                  shop:
                    type: mooring:ControlPlane
                    properties:
                      name: shop
                      host:
                        standalone:
                          ssh:
                            host: %s
                            user: ops
                            hostKey: %s
                            imageArchive: %s
                            privateKey:
                              fn::secret: |
                                %s
                      config:
                        privateNodes: {enabled: true}
                        controlPlane: {coredns: {enabled: false}}
                """
                        .formatted(
                                address(),
                                open("host"),
                                archive,
                                key.strip().replace("\n", "\n                ")));

        importing.upIsNotNeeded();
        assertThat(Files.readString(other.resolve("Pulumi.importing.yaml"))).doesNotContain(key);
    }

    @Test
    @Order(3)
    void itsServerHasNoRightsAndNothingToWriteToButItsData() {
        String inside = "/proc/$(systemctl show -P MainPID %s)".formatted(UNIT);

        assertThat(sh("grep -E '^(Uid|CapEff|NoNewPrivs):' %s/status".formatted(inside)))
                .contains("Uid:\t65532\t65532", "CapEff:\t0000000000000000", "NoNewPrivs:\t1");
        // even root, who goes in by its root directory
        assertThat(
                        sh(
                                "for d in etc opt data/host data/mooring; do touch %s/root/$d/x 2>&1 && echo wrote $d; done; true"
                                        .formatted(inside)))
                .containsOnlyOnce("wrote")
                .contains("wrote data/mooring");
        assertThat(sh("stat -c '%a %u' /var/lib/mooring-server/shop/data/host/config.yaml").strip())
                .isEqualTo("640 0");
        assertThat(machine.commandLines().toString()).doesNotContain("PRIVATE KEY", "privateNodes");
    }

    @Test
    @Order(4)
    void anotherMachineJoinsAndItsLogsComeBackThroughTheTunnel() {
        BareMachine guest = Guest.joins(directory, LAN, project, kubectl);
        assertThat(
                        guest.run(
                                        "openssl",
                                        "verify",
                                        "/usr/local/share/ca-certificates/mooring-0.crt")
                                .succeeded())
                .endsWith(": OK");
    }

    @Test
    @Order(5)
    void anotherConfigurationStartsItAnewAndKeepsWhatItHas() throws IOException {
        String before = sh("systemctl show -P InvocationID " + UNIT);
        program("\n        logging: {encoding: json}");

        project.up().succeeded();

        assertThat(sh("systemctl show -P InvocationID " + UNIT)).isNotEqualTo(before);
        assertThat(kubectl.get("get", "pod", "hello", "--no-headers")).contains("hello");
    }

    @Test
    @Order(6)
    void whatSomebodyStoppedOrChangedIsFoundByRefreshAndMendedByUp() {
        sh(
                "systemctl stop %1$s && sed -i s/^MemoryMax=.*// /etc/systemd/system/%1$s"
                        .formatted(UNIT));

        assertThat(project.refresh().succeeded()).contains("drift");
        project.up().succeeded();

        assertThat(sh("cat /etc/systemd/system/" + UNIT)).contains("MemoryMax=2048M");
        assertThat(kubectl.get("get", "--raw", "/readyz")).isEqualTo("ok");
        project.upIsNotNeeded();
    }

    @Test
    @Order(7)
    void destroyLeavesNothingOnTheMachine() {
        project.destroy();

        assertThat(
                        sh(
                                "ls -d /var/lib/mooring-server /etc/systemd/system/mooring* 2>/dev/null; true"))
                .isEmpty();
        assertThat(machine.commandLines()).noneMatch(line -> line.contains("kube-apiserver"));
    }

    private String sh(String script) {
        return machine.run("sh", "-c", script).succeeded();
    }
}
