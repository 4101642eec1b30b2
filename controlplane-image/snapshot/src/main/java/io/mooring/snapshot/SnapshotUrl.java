package io.mooring.snapshot;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Where snapshots are, other than in files of this machine: `s3://bucket/shop/a.snapshot`,
/// `oci://host/shop:a`. Holds no secret, and takes none: command lines and configurations are seen
/// by many.
///
/// @param authority a bucket, or a host and its port
/// @param path without slashes at its ends; empty for all of it
/// @param options what stands behind the question mark
public record SnapshotUrl(
        String scheme, String authority, String path, Map<String, String> options) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]*://.*");

    /// Where a name is a tag, behind a colon.
    private static final String REGISTRY = "oci";

    public SnapshotUrl {
        options = Map.copyOf(options);
    }

    /// Whether a text is meant to be one, and not a file's name.
    public static boolean isMeant(String text) {
        return FORM.matcher(text).matches();
    }

    /// @throws SnapshotException if it is none, or holds a password
    public static SnapshotUrl parse(String text) {
        try {
            var uri = new URI(text);
            String authority = uri.getRawAuthority();
            if (authority != null && authority.contains("@")) {
                throw new SnapshotException(
                        "a URL of snapshots holds a user or password; remove it, and give credentials by environment or file");
            }
            if (uri.getScheme() == null || uri.getFragment() != null) {
                throw new SnapshotException(
                        text + " is no URL of snapshots; it should be as s3://BUCKET/PATH");
            }
            String path = uri.getPath() == null ? "" : uri.getPath();
            return new SnapshotUrl(
                    uri.getScheme(),
                    authority == null ? "" : authority,
                    path.replaceAll("^/+|/+$", ""),
                    options(text, uri.getRawQuery() == null ? "" : uri.getRawQuery()));
        } catch (URISyntaxException e) {
            throw new SnapshotException(
                    "%s is no URL of snapshots: %s".formatted(text, e.getReason()), e);
        }
    }

    private static Map<String, String> options(String text, String query) {
        var options = new LinkedHashMap<String, String>();
        for (String part : query.split("&")) {
            if (part.isEmpty()) {
                continue;
            }
            String[] pair = part.split("=", 2);
            if (pair.length < 2 || options.containsKey(pair[0])) {
                throw new SnapshotException(
                        "%s: what stands behind its question mark should be NAME=VALUE, each name once"
                                .formatted(text));
            }
            options.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return options;
    }

    /// Fails, naming all options that nobody would heed.
    public void requireOptions(Set<String> known) {
        var unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new SnapshotException(
                    "%s: it has no option %s; there is %s"
                            .formatted(
                                    this,
                                    String.join(", ", unknown),
                                    known.isEmpty()
                                            ? "none"
                                            : String.join(", ", new TreeSet<>(known))));
        }
    }

    /// Its last part: behind a slash, and in a registry behind a colon.
    ///
    /// @throws SnapshotException if it has none
    public String name() {
        boolean isTag = scheme.equals(REGISTRY);
        int mark = mark();
        String name = isTag && mark < 0 ? "" : path.substring(mark + 1);
        if (name.isEmpty()) {
            throw new SnapshotException(
                    "%s names no snapshot; write the name behind it, %s%s"
                            .formatted(this, this, isTag ? ":TAG" : "/NAME"));
        }
        return name;
    }

    /// What it is in.
    public SnapshotUrl parent() {
        int mark = mark();
        String above = path.substring(0, Math.max(0, mark));
        return new SnapshotUrl(
                scheme, authority, mark < 0 && scheme.equals(REGISTRY) ? path : above, options);
    }

    private int mark() {
        int slash = path.lastIndexOf('/');
        int colon = path.lastIndexOf(':');
        return scheme.equals(REGISTRY) ? (colon > slash ? colon : -1) : slash;
    }

    /// Without its options.
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(List.of(authority));
        if (!path.isEmpty()) {
            parts.add(path);
        }
        return scheme + "://" + String.join("/", parts);
    }
}
