package io.mooring.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

final class UserDataTest {
    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({"CLOUD_CONFIG, user-data.golden", "IGNITION, ignition.golden"})
    void theUserDataOfANodeIsThisText(UserData.Format format, String file) throws IOException {
        var text = UserData.render(Samples.nodeWithEverything(), format);

        var golden = Path.of("src/test/resources/io/mooring/cloudinit").resolve(file);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(golden, text);
        }
        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void ignitionLeavesTheSameFilesWhereItsMachinesTakeThem() {
        var settings = Samples.nodeWithEverything();

        var tree =
                JsonMapper.shared().readTree(UserData.render(settings, UserData.Format.IGNITION));

        assertThat(tree.at("/ignition/version").asString()).isEqualTo("3.3.0");
        var contents = new TreeMap<String, String>();
        tree.at("/storage/files")
                .forEach(it ->
                        contents.put(
                                it.path("path").asString() + " " + it.path("mode").asInt(),
                                decoded(it.at("/contents/source").asString())));
        assertThat(contents)
                .containsOnlyKeys(
                        "/etc/mooring/node.env " + 0600,
                        "/etc/mooring/token " + 0600,
                        "/etc/ssl/certs/mooring-0.pem " + 0644,
                        "/opt/bin/mooring-node-bootstrap " + 0700);
        for (var file : files(UserData.render(settings))) {
            var name = file.get("path").substring(file.get("path").lastIndexOf('/') + 1);
            var content = file.get("content");
            if (name.endsWith(".service")) {
                assertThat(unit(tree, name))
                        .isEqualTo(content.replace("/usr/local/sbin", "/opt/bin"));
            } else {
                assertThat(contents.values()).contains(content);
            }
        }
        assertThat(unit(tree, "mooring-trust.service"))
                .contains("Before=mooring-node-bootstrap.service");
    }

    private static String unit(JsonNode tree, String name) {
        return tree.at("/systemd/units")
                .valueStream()
                .filter(it -> it.path("name").asString().equals(name))
                .filter(it -> it.path("enabled").asBoolean())
                .map(it -> it.path("contents").asString())
                .findFirst()
                .orElseThrow();
    }

    private static String decoded(String source) {
        assertThat(source).startsWith("data:;base64,");
        return new String(
                Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1)),
                StandardCharsets.UTF_8);
    }

    @Test
    void secretsLieInFilesOfRootAloneAndTheTokenInOneOfThem() {
        var files = files(UserData.render(Samples.nodeWithEverything()));

        assertThat(files)
                .filteredOn(it -> it.get("content").contains(Samples.TOKEN))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it).containsEntry("path", "/etc/mooring/token");
                    assertThat(it).containsEntry("permissions", "0600");
                });
        assertThat(files)
                .filteredOn(it -> it.get("path").equals("/usr/local/sbin/mooring-node-bootstrap"))
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("permissions", "0700"));
    }

    @Test
    void theSettingsReadBackInAShellAsTheyWereGiven() throws IOException {
        var env =
                files(UserData.render(Samples.nodeWithEverything())).stream()
                        .filter(it -> it.get("path").equals("/etc/mooring/node.env"))
                        .findFirst()
                        .orElseThrow();
        var file = Files.writeString(directory.resolve("node.env"), env.get("content"));

        var result =
                Sh.run(
                        Map.of("FILE", file.toString()),
                        "sh",
                        "-euc",
                        ". $FILE; eval \"set -- $MOORING_NODE_POST_JOIN\"; "
                                + "printf '%s|' \"$MOORING_HOST\" \"$MOORING_PORT\" \"$MOORING_NODE_LABELS\" "
                                + "\"$MOORING_NODE_TAINTS\" \"$MOORING_NODE_KUBELET_ARGS\" \"$1\" \"$MOORING_DEADLINE_SECONDS\"");

        assertThat(result.output())
                .isEqualTo(
                        "fd00::1|443|node.kubernetes.io/role=x,pool=blue|dedicated=gpu:NoSchedule,a:NoExecute"
                                + "|'--max-pods=200' '--v=2'|cat <<X\n$HOME\nX|900|");
    }

    @Test
    void compressedItIsTheSameTextWithoutATimeAndSmaller() throws IOException {
        var settings = Samples.nodeWithEverything();

        var gzip = UserData.renderGzip(settings);

        assertThat(gzip).isEqualTo(UserData.renderGzip(settings));
        assertThat(List.of(gzip[4], gzip[5], gzip[6], gzip[7])).containsOnly((byte) 0);
        assertThat(gzip.length).isLessThan(UserData.LIMIT_BYTES / 4);
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(UserData.render(settings));
        }
    }

    @Test
    void whatNoCloudWouldTakeIsRefused() {
        var large =
                Samples.node()
                        .withKubelet(
                                new NodeSettings.Kubelet(
                                        Map.of(), List.of("x".repeat(16_000)), List.of()));

        assertThatThrownBy(() -> UserData.render(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot write user data for node worker-1: it is ")
                .hasMessageEndingWith(
                        " bytes and clouds take less than 16384. Move commands of the node to"
                                + " privateNodes.joinNode, which nodes fetch");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cloudInitsOwnSchemaAcceptsIt(boolean everything) throws IOException {
        var root = Path.of(System.getProperty("user.home"), ".cache/mooring/machine-root");
        if (!Files.isExecutable(root.resolve("usr/bin/cloud-init"))
                || !"root".equals(System.getProperty("user.name"))) {
            abort("no machine root at " + root + " or not root: run tools/rootfs as root first");
        }
        var settings = everything ? Samples.nodeWithEverything() : Samples.node();
        var file = Files.writeString(directory.resolve("user-data"), UserData.render(settings));

        // In mounts of its own: the tree is shared with running machines.
        var result =
                Sh.run(
                        Map.of("ROOT", root.toString(), "FILE", file.toString()),
                        "unshare",
                        "--mount",
                        "sh",
                        "-euc",
                        "mount -t tmpfs tmpfs \"$ROOT/mnt\"; cp \"$FILE\" \"$ROOT/mnt/user-data\"; "
                                + "exec chroot \"$ROOT\" cloud-init schema --config-file /mnt/user-data");

        assertThat(result.output()).contains("Valid cloud-config");
        assertThat(result.status()).isZero();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> files(String text) {
        assertThat(text).startsWith("#cloud-config\n");
        var document = new YAMLMapper().readValue(text, Map.class);
        return (List<Map<String, String>>) document.get("write_files");
    }
}
