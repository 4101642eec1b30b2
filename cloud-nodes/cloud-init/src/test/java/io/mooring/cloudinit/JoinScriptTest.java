package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

final class JoinScriptTest {
    private static final String MUCH =
            """
              kubelet:
                config: {maxPods: 200, evictionHard: {memory.available: 100Mi}, cgroupDriver: systemd}
              joinNode:
                preInstallCommands: ["echo 'one'", "echo $HOME"]
                preJoinCommands: ["true"]
                postJoinCommands: ["echo \\"done\\" > /run/x"]
                nodeRegistration:
                  kubeletExtraArgs: [{name: v, value: "4"}]
                  taints: [{key: dedicated, value: gpu, effect: NoSchedule}]
                  ignorePreflightErrors: [Swap]
                containerd:
                  pauseImage: registry.example/pause:3.10
                  importImages: [/srv/my images]
                  registry:
                    mirrors:
                      docker.io:
                        server: https://registry-1.docker.io
                        hosts: [{server: "http://10.0.0.5:5000", skipVerify: true, caCert: [/etc/a.pem]}]
                    auth:
                      registry.example: {username: me, password: 'p"w\\'}
            deploy:
              cni: {flannel: {enabled: true}}
              kubeProxy: {config: {mode: ipvs, ipvs: {scheduler: rr}}}
            networking: {podCIDR: 10.64.0.0/16}
            """;

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.mooring.cloudinit.Sh#shells")
    void everyShellCanReadIt(String shell) throws IOException {
        var file = script(JoinScript.render(Samples.cluster(MUCH)));

        var result = Sh.run(Map.of(), Sh.command(shell, "-n", file.toString()));

        assertThat(result.output()).isEmpty();
        assertThat(result.status()).isZero();
    }

    @Test
    void agentsOfAControlPlaneWithSeveralServersCountThem() {
        String three =
                "controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}},"
                        + " statefulSet: {highAvailability: {replicas: 3}}}";

        assertThat(JoinScript.render(Samples.cluster(three)))
                .contains("--count-server-leases")
                .contains("--kubeconfig=/etc/kubernetes/kubelet.conf");
        assertThat(JoinScript.render(Samples.cluster(MUCH)))
                .doesNotContain("--count-server-leases");
    }

    @Test
    void shellcheckFindsNothingInAnyScript() throws IOException {
        var shellcheck =
                Sh.run(Map.of(), "sh", "-c", "command -v shellcheck || echo ${SHELLCHECK:-}")
                        .output();
        if (shellcheck.isBlank()) {
            abort("there is no shellcheck: install it, or name it in SHELLCHECK");
        }
        for (var text :
                new String[] {
                    JoinScript.render(Samples.cluster(MUCH)),
                    Resources.text("bootstrap.sh"),
                    Resources.text("node-helper.sh"),
                    Resources.text("identity.sh")
                }) {
            var result =
                    Sh.run(
                            Map.of(),
                            shellcheck.strip(),
                            "-s",
                            "sh",
                            // settings are read by name, or unused in this cluster; user's text
                            "-e",
                            "SC1003,SC2034,SC2016,SC2154,SC2153",
                            script(text).toString());

            assertThat(result.output()).isEmpty();
        }
    }

    @Test
    void theConfigurationOfAClusterArrivesInTheScript() throws IOException {
        var out =
                settings(
                        MUCH,
                        "eval \"set -- $PRE_INSTALL_COMMANDS $POST_JOIN_COMMANDS $IMPORT_IMAGES\"; "
                                + "printf '%s\\n' \"$@\" \"$CLUSTER_TAINTS\" \"$KUBELET_EXTRA_ARGS\" \"$KUBE_PROXY_MODE\""
                                + " \"$CGROUP_DRIVER\" \"$IGNORED_CHECKS\" \"$PAUSE_IMAGE_TOML\" \"$KUBELET_SETS_EVICTION\""
                                + " \"$FLANNEL_CONFIG\"");

        assertThat(out.lines())
                .containsExactly(
                        "echo 'one'",
                        "echo $HOME",
                        "echo \"done\" > /run/x",
                        "/srv/my images",
                        "dedicated=gpu:NoSchedule",
                        "'--v=4'",
                        "ipvs",
                        "systemd",
                        "Swap",
                        "\"registry.example/pause:3.10\"",
                        "yes",
                        "{\"Backend\":{\"Type\":\"vxlan\"},\"EnableIPv4\":true,\"Network\":\"10.64.0.0/16\"}");
    }

    @Test
    void theKubeletGetsTheUsersFieldsOverOurs() throws IOException {
        var config = JsonMapper.shared().readTree(settings(MUCH, "printf %s \"$KUBELET_CONFIG\""));

        assertThat(config.at("/maxPods").asInt()).isEqualTo(200);
        assertThat(config.at("/cgroupDriver").asString()).isEqualTo("systemd");
        assertThat(config.at("/authentication/x509/clientCAFile").asString())
                .isEqualTo("/etc/kubernetes/pki/ca.crt");
        assertThat(config.at("/authentication/anonymous/enabled").asBoolean()).isFalse();
        assertThat(config.at("/serverTLSBootstrap").asBoolean()).isTrue();
        assertThat(config.at("/failCgroupV1").asBoolean()).isFalse();
        assertThat(config.at("/clusterDNS/0").asString()).isEqualTo("10.96.0.10");
    }

    @Test
    void mirrorsBecomeHostFilesAndCredentialsTables() throws IOException {
        var out =
                settings(
                        MUCH,
                        "put() { echo \"put $1 $2\"; cat; }; registry_files; printf %s \"$REGISTRY_AUTH_TOML\"");

        assertThat(out)
                .isEqualTo(
                        """
                        put 600 /etc/containerd/certs.d/docker.io/hosts.toml
                        server = "https://registry-1.docker.io"
                        capabilities = ["pull", "resolve"]

                        [host."http://10.0.0.5:5000"]
                          capabilities = ["pull", "resolve"]
                          ca = ["/etc/a.pem"]
                          skip_verify = true
                          [plugins."io.containerd.grpc.v1.cri".registry.configs."registry.example".auth]
                            username = "me"
                            password = "p\\"w\\\\"
                        """);
    }

    @Test
    void whatIsTurnedOffIsNotSetUp() throws IOException {
        var out =
                settings(
                        """
                          joinNode: {containerd: {enabled: false}}
                        deploy: {cni: {flannel: {enabled: false}}, kubeProxy: {enabled: false}}
                        controlPlane: {advanced: {konnectivity: {agent: {enabled: false}}}}
                        """,
                        "echo $CONTAINERD $FLANNEL $KUBE_PROXY $TUNNEL");

        assertThat(out).isEqualTo("no no no no\n");
    }

    @Test
    void bothAddressFamiliesOfPodsReachFlannel() {
        assertThat(FlannelConfiguration.json(java.util.List.of("10.244.0.0/16", "fd00:10::/56")))
                .isEqualTo(
                        "{\"Backend\":{\"Type\":\"vxlan\"},\"EnableIPv4\":true,\"EnableIPv6\":true,"
                                + "\"IPv6Network\":\"fd00:10::/56\",\"Network\":\"10.244.0.0/16\"}");
    }

    @Test
    void theSettingsShowNoCredentials() {
        assertThat(Samples.cluster(MUCH).toString()).doesNotContain("p\"w").doesNotContain("auth]");
    }

    @Test
    void aMirrorWhoseNameIsAPathIsRefused() {
        assertThatThrownBy(() ->
                        Samples.cluster(
                                "  joinNode: {containerd: {registry: {mirrors: {../../x: {server: https://a}}}}}\n"))
                .hasMessageContaining("../../x");
    }

    @Test
    void theCniConfigurationFollowsTheSubnetThatFlannelGot() throws IOException {
        var run = Files.createDirectory(directory.resolve("flannel"));
        Files.writeString(
                run.resolve("subnet.env"),
                "FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\n"
                        + "FLANNEL_IPV6_NETWORK=fd00:10::/56\nFLANNEL_IPV6_SUBNET=fd00:10:0:3::1/64\n"
                        + "FLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n");
        Files.writeString(directory.resolve("node.env"), "MOORING_HOST=h\nMOORING_PORT=1\n");
        var helper =
                Resources.text("node-helper.sh")
                        .replace("/run/flannel", run.toString())
                        .replace("/etc/mooring", directory.toString())
                        .replace("/etc/cni", directory + "/cni");

        var result = Sh.run(Map.of(), "sh", script(helper).toString(), "cni");

        assertThat(result.output()).isEmpty();
        var config =
                JsonMapper.shared()
                        .readTree(
                                Files.readString(
                                        directory.resolve("cni/net.d/10-mooring.conflist")));
        assertThat(config.at("/plugins/0/mtu").asInt()).isEqualTo(1450);
        assertThat(config.at("/plugins/0/ipam/ranges").toString())
                .isEqualTo(
                        "[[{\"subnet\":\"10.244.3.0/24\"}],[{\"subnet\":\"fd00:10:0:3::/64\"}]]");
        assertThat(config.at("/plugins/1/type").asString()).isEqualTo("portmap");
    }

    @Test
    void whatReadTheUserDataKeepsNothingOfIt() throws IOException {
        Files.writeString(directory.resolve("node.env"), "MOORING_HOST=h\nMOORING_PORT=1\n");
        var helper = Resources.text("node-helper.sh").replace("/etc/mooring", directory.toString());
        var root = directory.resolve("root");
        for (var path :
                List.of(
                        "var/lib/cloud/instances/i-1/user-data.txt",
                        "var/lib/cloud/instances/i-1/user-data.txt.i",
                        "var/lib/cloud/instances/i-1/cloud-config.txt",
                        "var/lib/cloud/instances/i-1/obj.pkl",
                        "var/lib/cloud/seed/nocloud/user-data",
                        "run/cloud-init/instance-data-sensitive.json",
                        "run/ignition.json",
                        "var/lib/waagent/CustomData")) {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), "secret");
        }
        var metadata =
                Files.writeString(root.resolve("var/lib/cloud/seed/nocloud/meta-data"), "id: i-1");
        var azures = root.resolve("var/lib/waagent/ovf-env.xml");
        var environment = Map.of("MOORING_SCRUB_ROOT", root.toString());
        var scrub = script(helper).toString();

        var claimed = Files.createDirectory(root.resolve("var/lib/mooring-machine"));
        assertThat(Sh.run(environment, "sh", scrub, "scrub").output()).isEmpty();
        assertThat(secrets(root)).hasSize(8);
        Files.delete(claimed);

        assertThat(Sh.run(environment, "sh", scrub, "scrub").output()).isEmpty();
        assertThat(secrets(root)).isEmpty();
        assertThat(metadata).hasContent("id: i-1");

        Files.writeString(
                azures,
                "<a><ns1:UserName>u</ns1:UserName><ns1:CustomData>secret</ns1:CustomData></a>");
        assertThat(Sh.run(environment, "sh", scrub, "scrub").output()).isEmpty();
        assertThat(azures)
                .hasContent(
                        "<a><ns1:UserName>u</ns1:UserName><ns1:CustomData></ns1:CustomData></a>");
    }

    private static List<Path> secrets(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).filter(JoinScriptTest::isSecret).toList();
        }
    }

    private static boolean isSecret(Path file) {
        try {
            return Files.readString(file).contains("secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String settings(String yaml, String then) throws IOException {
        var complete = JoinScript.render(Samples.cluster(yaml));
        var header = complete.substring(0, complete.indexOf("# ---- what every step uses"));
        var result = Sh.run(Map.of(), "sh", script(header + "\n" + then + "\n").toString());
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private Path script(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "script", ".sh"), text);
    }
}
