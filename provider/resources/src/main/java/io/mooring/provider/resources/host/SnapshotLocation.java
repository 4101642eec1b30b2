package io.mooring.provider.resources.host;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Where one snapshot is: an absolute path of this machine, or the URL of a store, with what stands
/// behind its question mark.
public record SnapshotLocation(String text) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// The snapshot that a text names, or a new one of that cluster and time in the directory or
    /// prefix that it names. Schedules call theirs otherwise, and remove only those.
    public static SnapshotLocation of(String text, String cluster, Instant time) {
        if (namesOne(text)) {
            return new SnapshotLocation(text);
        }
        String name = cluster + "." + STAMP.format(time) + SnapshotProgram.SUFFIX;
        return new SnapshotLocation(base(text).replaceAll("/+$", "") + "/" + name + options(text));
    }

    /// Whether a text names a snapshot, and not what it is in.
    public static boolean namesOne(String text) {
        return base(text).endsWith(SnapshotProgram.SUFFIX);
    }

    /// Whether it is in a store, and not on this machine.
    public static boolean isUrl(String text) {
        return text.matches("[a-z][a-z0-9]*://.*");
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
        return base.substring(base.lastIndexOf('/') + 1);
    }

    String parent() {
        String base = base(text);
        String parent = base.substring(0, base.lastIndexOf('/'));
        return (parent.isEmpty() ? "/" : parent) + options(text);
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
