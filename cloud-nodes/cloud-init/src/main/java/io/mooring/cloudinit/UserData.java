package io.mooring.cloudinit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// The user data of a node: a `#cloud-config` document that leaves a small script, its settings and
/// a token on the machine and starts it. The same settings give the same bytes. It holds the join
/// token: treat it as a secret.
public final class UserData {
    /// The least limit of any cloud we know: EC2, before base64.
    public static final int LIMIT_BYTES = 16_384;

    private static final YAMLMapper YAML =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(YAMLWriteFeature.LITERAL_BLOCK_STYLE)
                                    .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                                    .disable(YAMLWriteFeature.SPLIT_LINES)
                                    .build())
                    .build();

    private UserData() {}

    /// The document as text, however large: whoever makes the machine knows how much it takes.
    public static String document(NodeSettings settings) {
        return "#cloud-config\n" + YAML.writeValueAsString(cloudConfig(settings));
    }

    /// The document as text that any cloud takes as it is.
    ///
    /// @throws IllegalArgumentException if it would be larger than [#LIMIT_BYTES]
    public static String render(NodeSettings settings) {
        String text = document(settings);
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size >= LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "Cannot write user data for node %s: it is %d bytes and clouds take less than %d. Move commands of the node to privateNodes.joinNode, which nodes fetch"
                            .formatted(settings.nodeName(), size, LIMIT_BYTES));
        }
        return text;
    }

    /// The document compressed, as cloud-init also takes it; without a time stamp, so that plans of
    /// the same settings do not differ.
    public static byte[] renderGzip(NodeSettings settings) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new BestGzip(bytes)) {
            gzip.write(render(settings).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compress user data in memory", e);
        }
        return bytes.toByteArray();
    }

    private static CloudConfig cloudConfig(NodeSettings settings) {
        var caCerts =
                settings.trustedCas().isEmpty()
                        ? null
                        : new CloudConfig.CaCerts(settings.trustedCas());
        return new CloudConfig(
                List.of(
                        CloudConfig.File.of(
                                "/usr/local/sbin/mooring-node-bootstrap",
                                "0700",
                                Resources.text("bootstrap.sh")),
                        CloudConfig.File.of("/etc/mooring/node.env", "0600", environment(settings)),
                        CloudConfig.File.of(
                                "/etc/mooring/token", "0600", settings.token().reveal() + "\n"),
                        CloudConfig.File.of(
                                "/etc/systemd/system/mooring-node-bootstrap.service",
                                "0644",
                                Resources.text("mooring-node-bootstrap.service"))),
                caCerts,
                List.of(
                        List.of("systemctl", "daemon-reload"),
                        List.of("systemctl", "enable", "mooring-node-bootstrap.service"),
                        List.of(
                                "systemctl",
                                "start",
                                "--no-block",
                                "mooring-node-bootstrap.service")));
    }

    private static String environment(NodeSettings settings) {
        var kubelet = settings.kubelet();
        var values = new LinkedHashMap<String, String>();
        values.put("MOORING_HOST", settings.endpoint().host());
        values.put("MOORING_PORT", Integer.toString(settings.endpoint().port()));
        values.put("MOORING_CA_HASH", settings.caHash().text());
        values.put("MOORING_NODE_NAME", settings.nodeName());
        values.put("MOORING_NODE_IP", settings.nodeIp());
        values.put("MOORING_NODE_LABELS", NodeLabels.flag(settings.labels()));
        values.put(
                "MOORING_NODE_TAINTS",
                String.join(",", settings.taints().stream().map(Taint::flag).toList()));
        values.put(
                "MOORING_NODE_KUBELET_ARGS",
                Shell.words(
                        kubelet.extraArgs().entrySet().stream()
                                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                                .sorted()
                                .toList()));
        values.put("MOORING_NODE_PRE_JOIN", Shell.words(kubelet.preJoinCommands()));
        values.put("MOORING_NODE_POST_JOIN", Shell.words(kubelet.postJoinCommands()));
        values.put("MOORING_PROXY", settings.proxy());
        values.put("MOORING_DEADLINE_SECONDS", Long.toString(settings.deadline().toSeconds()));
        return Shell.assignments(values);
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
