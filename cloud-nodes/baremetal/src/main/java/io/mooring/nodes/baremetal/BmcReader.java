package io.mooring.nodes.baremetal;

import io.mooring.nodes.Endpoint;
import io.mooring.nodes.SettingsTree;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what has a machine's power. User, password, certificate and image may be said once for
/// all.
final class BmcReader {

    private static final String BMC = "bmc";
    private static final Pattern FINGERPRINT =
            Pattern.compile("SHA256:([0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}");
    private static final Pattern SYSTEM = Pattern.compile("/redfish/v1/[!-~]{1,250}");
    private static final Pattern MEDIA = Pattern.compile("(https?|nfs|cifs)://[!-~]{1,1000}");

    private final SettingsTree all;

    BmcReader(SettingsTree all) {
        this.all = all.object(BMC);
        if (all.has(BMC)) {
            this.all.knows("user", "password", "certificate", "media");
        }
    }

    /// @param machine its settings; empty where they name none
    Optional<Bmc> read(SettingsTree machine) {
        if (!machine.has(BMC)) {
            return Optional.empty();
        }
        SettingsTree bmc = machine.object(BMC);
        bmc.knows("url", "user", "password", "certificate", "system", "media");
        String url = Endpoint.read(bmc, "url");
        if (url.isEmpty()) {
            bmc.problem("url", "must be given: https://10.0.1.11");
        }
        String user = of(bmc, "user").text("user");
        if (user.isEmpty()) {
            bmc.problem("user", "must be given, here or for all in bmc.user");
        }
        String password = of(bmc, "password").text("password");
        String certificate =
                of(bmc, "certificate")
                        .text(
                                "certificate",
                                FINGERPRINT,
                                "SHA256:0a1b... as `openssl x509 -fingerprint -sha256` prints it");
        String system = bmc.text("system", SYSTEM, "/redfish/v1/Systems/1");
        String media = of(bmc, "media").text("media", MEDIA, "https://images.example.org/node.iso");
        return uri(url).map(it ->
                new Bmc(it, user, password, hex(certificate), system, media, machine.path(BMC)));
    }

    /// What is no URL was noted as a problem before.
    private static Optional<URI> uri(String url) {
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What is no fingerprint was noted as a problem before.
    private static String hex(String fingerprint) {
        return FINGERPRINT.matcher(fingerprint).matches()
                ? fingerprint
                        .substring("SHA256:".length())
                        .replace(":", "")
                        .toLowerCase(Locale.ROOT)
                : "";
    }

    private SettingsTree of(SettingsTree bmc, String name) {
        return bmc.has(name) ? bmc : all;
    }
}
