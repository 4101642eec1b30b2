package io.mooring.nodes.azure;

import java.net.URI;
import java.util.regex.Pattern;

/// A URL to call in place of Azure's own. Without anything of the SDK, since settings are checked
/// by each plan.
final class Endpoint {

    private static final Pattern LOOPBACK =
            Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]+)?/?");

    private Endpoint() {}

    /// A token for Azure must not go over an open line.
    static boolean isSafe(String endpoint) {
        try {
            return isLoopback(endpoint)
                    || endpoint.startsWith("https://") && URI.create(endpoint).getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// An emulator on this machine, which is called openly and without a token.
    static boolean isLoopback(String endpoint) {
        return LOOPBACK.matcher(endpoint).matches();
    }
}
