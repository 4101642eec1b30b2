package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.Cron;
import io.mooring.snapshot.DirectoryStore;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// By a clock that stands still, with a directory as the store.
final class ScheduledSnapshotsTest {

    @TempDir private Path directory = Path.of("");
    private final List<SnapshotStatus> reports = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T10:30:00Z");
    private String failure = "";
    private String lostAnswer = "";

    @Test
    void theFirstIsMadeAtItsTimeAndNotBefore() {
        ScheduledSnapshots scheduled = hourly(0);

        scheduled.turn();
        at("10:59:59", scheduled);
        assertThat(names()).isEmpty();
        assertThat(last().texts()).containsEntry("next", "2026-11-22T11:00:00Z");

        at("11:00:03", scheduled);
        at("11:00:18", scheduled);
        assertThat(names()).containsExactly("shop-1f0a2b3c-20261122T110003Z.snapshot");
        at("12:00:00", scheduled);
        assertThat(names()).hasSize(2);
    }

    @Test
    void aServerThatTakesOverGoesOnWhereTheLastOneWas() {
        ScheduledSnapshots first = hourly(0);
        first.turn();
        at("11:00:03", first);

        at("11:20:00", hourly(0));

        assertThat(names()).hasSize(1);
        assertThat(last().texts())
                .containsEntry("next", "2026-11-22T12:00:00Z")
                .containsEntry("snapshots", "shop-1f0a2b3c-20261122T110003Z.snapshot");
    }

    @Test
    void oneThatWasMissedIsMadeUpForOnceAndAtOnce() throws IOException {
        Files.writeString(directory.resolve("shop-1f0a2b3c-20261120T100000Z.snapshot"), "");
        ScheduledSnapshots scheduled = hourly(0);

        scheduled.turn();
        scheduled.turn();

        assertThat(names())
                .containsExactly(
                        "shop-1f0a2b3c-20261120T100000Z.snapshot",
                        "shop-1f0a2b3c-20261122T103000Z.snapshot");
    }

    @Test
    void oldOnesGoOnceTheNewOneIsThereAndThoseOfOthersStay() throws IOException {
        Files.writeString(directory.resolve("shop-4d5e6f70-20261120T100000Z.snapshot"), "");
        Files.writeString(directory.resolve("mine.snapshot"), "");
        ScheduledSnapshots scheduled = hourly(2);
        scheduled.turn();

        for (String time : List.of("11:00:00", "12:00:00", "13:00:00")) {
            at(time, scheduled);
        }

        assertThat(names())
                .containsExactly(
                        "mine.snapshot",
                        "shop-1f0a2b3c-20261122T120000Z.snapshot",
                        "shop-1f0a2b3c-20261122T130000Z.snapshot",
                        "shop-4d5e6f70-20261120T100000Z.snapshot");
    }

    @Test
    void oneThatFailsIsTriedAgainAndSaysSoAndTakesNothingAway() throws IOException {
        Files.writeString(directory.resolve("shop-1f0a2b3c-20261122T090000Z.snapshot"), "");
        Files.writeString(directory.resolve("shop-1f0a2b3c-20261122T080000Z.snapshot"), "");
        failure = "writing the snapshot s3://safe/a: AccessDenied";
        ScheduledSnapshots scheduled = hourly(1);

        scheduled.turn();
        at("10:34:59", scheduled);

        assertThat(names()).hasSize(2);
        assertThat(reports).hasSize(1);
        assertThat(last().texts())
                .containsEntry("state", "failing")
                .containsEntry(
                        "problem",
                        "at 2026-11-22T10:30:00Z: writing the snapshot s3://safe/a: AccessDenied;"
                                + " tried again every 5 minutes");
        failure = "";
        at("10:35:00", scheduled);
        assertThat(names()).containsExactly("shop-1f0a2b3c-20261122T103500Z.snapshot");
        assertThat(last().texts())
                .containsEntry("state", "ok")
                .containsEntry("problem", "")
                .containsEntry("schedule", "@hourly UTC")
                .containsEntry("place", "file:///safe")
                .containsEntry("keep", "the newest 1")
                .containsEntry(
                        "last",
                        "shop-1f0a2b3c-20261122T103500Z.snapshot: revision 7, 3 keys, 5 bytes, in 0.0 s");
        assertThat(last().metrics())
                .contains("mooring_snapshots_kept 1\n", "mooring_snapshot_failures_total 1\n")
                .contains("mooring_snapshot_newest_timestamp_seconds 1795343700\n");
    }

    @Test
    void oneThatIsThereThoughItsAnswerWasLostIsNotMadeAgain() {
        ScheduledSnapshots scheduled = hourly(0);
        scheduled.turn();
        lostAnswer = "writing the snapshot s3://safe/a: connection reset";

        at("11:00:03", scheduled);
        assertThat(last().texts()).containsEntry("state", "failing");
        lostAnswer = "";
        at("11:05:03", scheduled);

        assertThat(names()).containsExactly("shop-1f0a2b3c-20261122T110003Z.snapshot");
        assertThat(last().texts())
                .containsEntry("state", "ok")
                .containsEntry("next", "2026-11-22T12:00:00Z");
    }

    @Test
    void theFirstIsTriedAgainWhenItFailed() {
        ScheduledSnapshots scheduled = hourly(0);
        scheduled.turn();
        failure = "writing the snapshot s3://safe/a: AccessDenied";
        at("11:00:03", scheduled);
        failure = "";

        at("11:05:03", scheduled);

        assertThat(names()).containsExactly("shop-1f0a2b3c-20261122T110503Z.snapshot");
    }

    private ScheduledSnapshots hourly(int most) {
        var plan =
                new SnapshotPlan(
                        "shop",
                        Cron.find("@hourly").orElseThrow(),
                        ZoneId.of("UTC"),
                        SnapshotUrl.parse("file:///safe"),
                        Optional.empty(),
                        Optional.empty(),
                        new Retention(Duration.ZERO, most));
        return new ScheduledSnapshots(
                plan,
                () -> new DirectoryStore(directory),
                () -> new ClusterMark("1f0a2b3c"),
                this::make,
                reports::add,
                new Clock() {
                    @Override
                    public Instant instant() {
                        return now;
                    }

                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        throw new UnsupportedOperationException();
                    }
                });
    }

    private SnapshotCreation.Written make(SnapshotStore store, String name) {
        if (!failure.isEmpty()) {
            throw new ServerException(failure);
        }
        try {
            Files.writeString(directory.resolve(name), "whole");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (!lostAnswer.isEmpty()) {
            throw new ServerException(lostAnswer);
        }
        var info = new SnapshotInfo("shop", "v1.34.4", "embedded etcd", 7, 3, 6, now);
        return new SnapshotCreation.Written(info, 5, "00");
    }

    private void at(String time, ScheduledSnapshots scheduled) {
        now = Instant.parse("2026-11-22T" + time + "Z");
        scheduled.turn();
    }

    private SnapshotStatus last() {
        return reports.getLast();
    }

    private List<String> names() {
        try (SnapshotStore store = new DirectoryStore(directory)) {
            return store.list().stream().map(StoredSnapshot::name).toList();
        }
    }
}
