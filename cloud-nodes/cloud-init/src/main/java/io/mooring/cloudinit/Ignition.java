package io.mooring.cloudinit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The keys of an Ignition configuration that we use, of specification 3.3.0 or later: Flatcar has
/// had that since 3185.
record Ignition(Head ignition, Storage storage, Systemd systemd) {

    private static final String VERSION = "3.3.0";
    private static final int OCTAL = 8;
    private static final String TRUST = "mooring-trust.service";

    /// Flatcar keeps its own certificates and those of /etc/ssl/certs in one file, which is made of
    /// them anew by this.
    private static final String TRUST_UNIT =
            """
            [Unit]
            Description=Trust the certificates that this machine was given
            Before=mooring-node-bootstrap.service containerd.service
            ConditionPathExists=/etc/ssl/certs/mooring-0.pem

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/usr/sbin/update-ca-certificates

            [Install]
            WantedBy=multi-user.target
            """;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    record Head(String version) {}

    record Storage(List<File> files) {}

    /// @param mode a decimal number, as JSON has no other
    record File(String path, int mode, boolean overwrite, Contents contents) {}

    record Contents(String source) {
        @Override
        public String toString() {
            return "***";
        }
    }

    record Systemd(List<Unit> units) {}

    record Unit(String name, @JsonProperty("enabled") boolean enabled, String contents) {}

    static String document(NodeFiles files, NodeSettings settings) {
        var all = new ArrayList<File>();
        files.files().forEach(it -> all.add(file(it)));
        var units = new ArrayList<Unit>();
        for (int i = 0; i < settings.site().trustedCas().size(); i++) {
            all.add(
                    file(
                            new NodeFiles.File(
                                    "/etc/ssl/certs/mooring-" + i + ".pem",
                                    "0644",
                                    settings.site().trustedCas().get(i).strip() + "\n")));
        }
        if (!settings.site().trustedCas().isEmpty()) {
            units.add(new Unit(TRUST, true, TRUST_UNIT));
        }
        units.add(new Unit(NodeFiles.UNIT, true, files.unit().content()));
        return JSON.writeValueAsString(
                        new Ignition(new Head(VERSION), new Storage(all), new Systemd(units)))
                + "\n";
    }

    private static File file(NodeFiles.File file) {
        return new File(
                file.path(),
                Integer.parseInt(file.mode(), OCTAL),
                true,
                new Contents(
                        "data:;base64,"
                                + Base64.getEncoder()
                                        .encodeToString(
                                                file.content().getBytes(StandardCharsets.UTF_8))));
    }
}
