package io.mooring.autoscaler.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A port that a pod takes on its node.
///
/// @param ip empty or `0.0.0.0` for every address
public record HostPort(String ip, int port, String protocol) {

    private static final Pattern SHORT = Pattern.compile("(?:(.+):)?([0-9]{1,5})(?:/([A-Za-z]+))?");

    /// Reads `[IP:]PORT[/PROTOCOL]`.
    public static HostPort parse(String text) {
        Matcher parts = SHORT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no [IP:]PORT[/PROTOCOL]");
        }
        return new HostPort(
                parts.group(1) == null ? "" : parts.group(1),
                Integer.parseInt(parts.group(2)),
                parts.group(3) == null ? "TCP" : parts.group(3));
    }

    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (everyAddress() || other.everyAddress() || ip.equals(other.ip));
    }

    private boolean everyAddress() {
        return ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
    }
}
