package io.mooring.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which scheduled snapshots are kept: the newest ones up to a number, and none older than a
/// period; the very newest always, however old, because it may be all that there is.
///
/// @param period zero means for ever
/// @param most zero means all
record Retention(Duration period, int most) {

    static Retention of(io.mooring.api.Snapshots.Retention wanted) {
        return new Retention(Duration.ofDays(wanted.period()), wanted.maxSnapshots());
    }

    /// Those to remove, the oldest first.
    List<SnapshotName> expired(List<SnapshotName> all, Instant now) {
        List<SnapshotName> newestFirst =
                all.stream().sorted(Comparator.comparing(SnapshotName::made).reversed()).toList();
        var expired = new ArrayList<SnapshotName>();
        for (int i = 1; i < newestFirst.size(); i++) {
            SnapshotName name = newestFirst.get(i);
            boolean isTooMany = most > 0 && i >= most;
            boolean isTooOld = !period.isZero() && name.made().isBefore(now.minus(period));
            if (isTooMany || isTooOld) {
                expired.addFirst(name);
            }
        }
        return expired;
    }

    /// For a person.
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        if (most > 0) {
            parts.add("the newest " + most);
        }
        if (!period.isZero()) {
            parts.add("those of the last " + period.toDays() + " days, and the newest");
        }
        return parts.isEmpty() ? "all" : String.join("; of these ", parts);
    }
}
