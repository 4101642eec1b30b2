package io.mooring.provider.resources.host;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Where one snapshot is: an absolute path of this machine, or the URL of a store, with what stands
/// behind its question mark.
public record SnapshotLocation(String text) {

    private static final String REGISTRY = "oci://";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// The snapshot that a text names, or a new one of that cluster and time in the directory,
    /// prefix or repository that it names. Schedules call theirs otherwise, and remove only those.
    public static SnapshotLocation of(String text, String cluster, Instant time) {
        if (namesOne(text)) {
            return new SnapshotLocation(text);
        }
        String name = cluster + "." + STAMP.format(time) + SnapshotProgram.SUFFIX;
        String place = base(text).replaceAll("/+$", "");
        return new SnapshotLocation(place + mark(text) + name + options(text));
    }

    /// Whether a text names a snapshot, and not what it is in: a tag of a repository, elsewhere a
    /// name that ends as those of snapshots do.
    public static boolean namesOne(String text) {
        return isInRegistry(text)
                ? end(text) < base(text).length()
                : base(text).endsWith(SnapshotProgram.SUFFIX);
    }

    /// Whether it is in a store, and not on this machine.
    public static boolean isUrl(String text) {
        return text.matches("[a-z][a-z0-9]*://.*");
    }

    /// Whether it is in a registry of artifacts.
    public static boolean isInRegistry(String text) {
        return text.startsWith(REGISTRY);
    }

    /// Whether that is the snapshot itself, or the directory or prefix that it is in.
    public boolean isIn(String place) {
        String base = base(place).replaceAll("/+$", "");
        return base.equals(base(text)) || base.equals(base(parent()));
    }

    /// The directory it is in, if that is one of this machine.
    Optional<Path> directory() {
        return isUrl(text) ? Optional.empty() : Optional.of(Path.of(parent()));
    }

    String name() {
        String base = base(text);
        return base.substring(Math.min(base.length(), end(text) + 1));
    }

    String parent() {
        String parent = base(text).substring(0, end(text));
        return (parent.isEmpty() ? "/" : parent) + options(text);
    }

    /// Where what it is in ends, and its name begins behind one character; in a registry the end of
    /// all where there is no tag.
    private static int end(String text) {
        String base = base(text);
        int slash = base.lastIndexOf('/');
        if (!isInRegistry(text)) {
            return slash;
        }
        // what is before the first slash behind the scheme is a host, whose port is no tag
        int colon = slash < REGISTRY.length() ? -1 : base.indexOf(':', slash);
        return colon < 0 ? base.length() : colon;
    }

    /// What stands before its name.
    private static String mark(String text) {
        return isInRegistry(text) ? ":" : "/";
    }

    private static String base(String text) {
        int options = isUrl(text) ? text.indexOf('?') : -1;
        return options < 0 ? text : text.substring(0, options);
    }

    private static String options(String text) {
        return text.substring(base(text).length());
    }

    /// Without what stands behind the question mark.
    @Override
    public String toString() {
        return base(text);
    }
}
