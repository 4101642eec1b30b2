package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a snapshot is called that nobody named: `CLUSTER-20261122T030000Z.snapshot`. All that the
/// schedule has to remember is in the names of what a store holds.
///
/// @param made to the second
record SnapshotName(String cluster, Instant made) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern FORM =
            Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)" + Pattern.quote(SnapshotStore.SUFFIX));

    /// @return empty for what somebody else named, or is of another cluster
    static Optional<SnapshotName> of(String cluster, String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches() || !matcher.group(1).equals(cluster)) {
            return Optional.empty();
        }
        try {
            Instant made = STAMP.parse(matcher.group(2), Instant::from);
            return Optional.of(new SnapshotName(cluster, made));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return cluster + "-" + STAMP.format(made) + SnapshotStore.SUFFIX;
    }
}
