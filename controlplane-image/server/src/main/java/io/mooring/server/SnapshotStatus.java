package io.mooring.server;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How it stands with the scheduled snapshots, for a person who asks.
///
/// @param last the last one made by this server, in words
/// @param next when the next one is due
/// @param problem why the last attempt came to nothing; empty if it did not
record SnapshotStatus(
        SnapshotPlan plan,
        List<SnapshotName> kept,
        Optional<Instant> lastMade,
        String last,
        Optional<Instant> next,
        String problem,
        long failures) {

    static SnapshotStatus of(SnapshotPlan plan) {
        return new SnapshotStatus(plan, List.of(), Optional.empty(), "", Optional.empty(), "", 0);
    }

    SnapshotStatus {
        kept = List.copyOf(kept);
    }

    SnapshotStatus made(String name, SnapshotCreation.Written written, Duration took) {
        String text =
                "%s: revision %d, %d keys, %d bytes, in %.1f s"
                        .formatted(
                                name,
                                written.info().revision(),
                                written.info().keys(),
                                written.bytes(),
                                took.toMillis() / 1e3);
        return new SnapshotStatus(plan, kept, lastMade, text, next, "", failures);
    }

    SnapshotStatus waiting(List<SnapshotName> there, Optional<Instant> due) {
        Optional<Instant> newest =
                there.isEmpty() ? Optional.empty() : Optional.of(there.getLast().made());
        return new SnapshotStatus(plan, there, newest, last, due, "", failures);
    }

    SnapshotStatus failed(Instant at, String why, Duration again) {
        String text =
                "at %s: %s; tried again every %d minutes"
                        .formatted(at.truncatedTo(ChronoUnit.SECONDS), why, again.toMinutes());
        return new SnapshotStatus(plan, kept, lastMade, last, next, text, failures + 1);
    }

    /// As the data of a config map.
    Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        texts.put("state", problem.isEmpty() ? "ok" : "failing");
        texts.put("problem", problem);
        texts.put("schedule", plan.schedule() + " " + plan.zone());
        texts.put("place", plan.place().toString());
        texts.put("keep", plan.retention().toString());
        texts.put("last", last);
        texts.put("next", next.map(Instant::toString).orElse(""));
        texts.put(
                "snapshots",
                kept.stream().map(SnapshotName::toString).collect(Collectors.joining("\n")));
        return texts;
    }

    String metrics() {
        return """
        # TYPE mooring_snapshots_kept gauge
        mooring_snapshots_kept %d
        # TYPE mooring_snapshot_newest_timestamp_seconds gauge
        mooring_snapshot_newest_timestamp_seconds %d
        # TYPE mooring_snapshot_failures_total counter
        mooring_snapshot_failures_total %d
        """
                .formatted(kept.size(), lastMade.map(Instant::getEpochSecond).orElse(0L), failures);
    }
}
