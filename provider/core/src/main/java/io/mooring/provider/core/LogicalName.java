package io.mooring.provider.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The name of a resource in its program: the same in every run, different for every resource.
public record LogicalName(String stack, String project, Token type, String name) {

    /// A name for the real thing that is the same in every run: the resource's name made a DNS
    /// label of at most `limit` characters, with a short hash of stack, project and type, so that
    /// two stacks do not meet.
    public String physicalName(int limit) {
        var hash = hash().substring(0, 7);
        var label =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9-]+", "-")
                        .replaceAll("^[^a-z]+", "");
        var room = limit - hash.length() - 1;
        label = label.length() > room ? label.substring(0, room) : label;
        label = label.replaceAll("-+$", "");
        return (label.isEmpty() ? "m" : label) + "-" + hash;
    }

    private String hash() {
        var whole = String.join("\n", stack, project, type.toString(), name);
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(whole.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return type + " \"" + name + "\"";
    }
}
