package io.mooring.cloudinit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// The user data of a node: a document that leaves a small script, its settings and a token on the
/// machine and starts it. The same settings give the same bytes. It holds the join token: treat it
/// as a secret.
public final class UserData {

    /// What reads it on the machine.
    public enum Format {
        /// cloud-init, on most images: a `#cloud-config` document.
        CLOUD_CONFIG("cloud-config"),
        /// Ignition, on images such as Flatcar's.
        IGNITION("ignition");

        private final String word;

        Format(String word) {
            this.word = word;
        }

        /// What users call it.
        public String word() {
            return word;
        }

        /// The name of the setting that says it, of nodes that are declared and of auto nodes.
        public static final String SETTING = "userDataFormat";

        /// What is wrong with that setting; empty if nothing is.
        ///
        /// @param ownImages whether the machines boot images of the user's choice: others have
        ///   cloud-init, or what stands for it
        public static Optional<String> problem(String word, boolean ownImages) {
            Optional<Format> format = named(word);
            if (format.isEmpty()) {
                return Optional.of(
                        "is \"%s\"; give %s"
                                .formatted(
                                        word,
                                        Arrays.stream(values())
                                                .map(Format::word)
                                                .collect(Collectors.joining(" or "))));
            }
            return ownImages || format.get() == CLOUD_CONFIG
                    ? Optional.empty()
                    : Optional.of(
                            "is \"%s\", which nothing reads on these machines; take it away"
                                    .formatted(word));
        }

        /// The one of that name; empty if there is none.
        public static Optional<Format> named(String word) {
            return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
        }
    }

    /// The least limit of any cloud we know: EC2, before base64.
    public static final int LIMIT_BYTES = 16_384;

    private static final String TRUSTED = "/usr/local/share/ca-certificates/mooring-";

    /// cloud-init's own key for this is skipped, without a word, on Amazon Linux, Rocky and others
    /// of the RHEL family, up to 22.4 at least.
    private static final String TRUST =
            "if command -v update-ca-trust >/dev/null; then cp "
                    + TRUSTED
                    + "*.crt /etc/pki/ca-trust/source/anchors/"
                    + " && update-ca-trust extract; else update-ca-certificates; fi";

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
        return document(settings, Format.CLOUD_CONFIG);
    }

    /// As the other one, for images with either of the two.
    public static String document(NodeSettings settings, Format format) {
        return switch (format) {
            case CLOUD_CONFIG -> "#cloud-config\n" + YAML.writeValueAsString(cloudConfig(settings));
            case IGNITION -> Ignition.document(NodeFiles.of(settings, NodeFiles.OPT), settings);
        };
    }

    /// The document as text that any cloud takes as it is.
    ///
    /// @throws IllegalArgumentException if it would be larger than [#LIMIT_BYTES]
    public static String render(NodeSettings settings) {
        return render(settings, Format.CLOUD_CONFIG);
    }

    /// As the other one, for images with either of the two.
    public static String render(NodeSettings settings, Format format) {
        String text = document(settings, format);
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
        return renderGzip(settings, Format.CLOUD_CONFIG);
    }

    /// As the other one, for images with either of the two.
    public static byte[] renderGzip(NodeSettings settings, Format format) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new BestGzip(bytes)) {
            gzip.write(render(settings, format).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compress user data in memory", e);
        }
        return bytes.toByteArray();
    }

    private static CloudConfig cloudConfig(NodeSettings settings) {
        var files = NodeFiles.of(settings, NodeFiles.LOCAL);
        List<String> trusted = settings.site().trustedCas();
        Stream<NodeFiles.File> certificates =
                IntStream.range(0, trusted.size())
                        .mapToObj(i ->
                                new NodeFiles.File(
                                        TRUSTED + i + ".crt",
                                        "0644",
                                        trusted.get(i).strip() + "\n"));
        var commands = new ArrayList<List<String>>();
        if (!trusted.isEmpty()) {
            commands.add(List.of("sh", "-c", TRUST));
        }
        commands.add(List.of("systemctl", "daemon-reload"));
        commands.add(List.of("systemctl", "enable", NodeFiles.UNIT));
        commands.add(List.of("systemctl", "start", "--no-block", NodeFiles.UNIT));
        return new CloudConfig(
                Stream.of(files.files().stream(), Stream.of(files.unit()), certificates)
                        .flatMap(each -> each)
                        .map(it -> CloudConfig.File.of(it.path(), it.mode(), it.content()))
                        .toList(),
                commands);
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
