package io.mooring.nodes;

import java.net.URI;
import java.util.regex.Pattern;

/// A URL to call in place of a cloud's own. Without anything of the cloud's library, since settings
/// are checked by each plan.
public final class Endpoint {

    private static final Pattern LOOPBACK =
            Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]+)?/?");

    private Endpoint() {}

    /// The setting of that name; notes it where a token for the cloud would go over an open line.
    public static String read(SettingsTree tree, String name) {
        String endpoint = tree.text(name);
        if (!endpoint.isEmpty() && !isSafe(endpoint)) {
            tree.problem(
                    name,
                    "must be an https URL; http only to this machine's loopback, where nothing is signed in to");
        }
        return endpoint;
    }

    private static boolean isSafe(String endpoint) {
        try {
            return isLoopback(endpoint)
                    || endpoint.startsWith("https://") && URI.create(endpoint).getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// An emulator on this machine, which is called openly and without a token.
    public static boolean isLoopback(String endpoint) {
        return LOOPBACK.matcher(endpoint).matches();
    }
}
