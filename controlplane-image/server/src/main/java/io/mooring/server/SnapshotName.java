package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a snapshot is called that nobody named: `CLUSTER-MARK-20261122T030000Z.snapshot`. All that
/// the schedule has to remember is in the names of what a store holds.
///
/// @param series what stands before the time: the cluster's name, and the mark that tells it from
///   another one of that name
/// @param made to the second
record SnapshotName(String series, Instant made) {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern FORM =
            Pattern.compile("(.+)-(\\d{8}T\\d{6}Z)" + Pattern.quote(SnapshotStore.SUFFIX));

    /// @return empty for what somebody else named, or is of another cluster
    static Optional<SnapshotName> of(String series, String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches() || !matcher.group(1).equals(series)) {
            return Optional.empty();
        }
        try {
            Instant made = STAMP.parse(matcher.group(2), Instant::from);
            return Optional.of(new SnapshotName(series, made));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return series + "-" + STAMP.format(made) + SnapshotStore.SUFFIX;
    }
}
