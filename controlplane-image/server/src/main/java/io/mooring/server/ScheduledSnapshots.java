package io.mooring.server;

import io.mooring.snapshot.SnapshotStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes snapshots when their time has come, and removes those that need not be kept. Remembers
/// nothing that is not in the names of what the store holds, so that whichever replica leads goes
/// on where the last one was; one that was missed is made up for at once.
///
///     unknown --the store is listed--> waiting --due--> made, old ones removed --> waiting
///     any --failure--> again after a while
///
/// Turns are for one thread.
final class ScheduledSnapshots {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledSnapshots.class);
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /// Makes one and stores it under that name.
    @FunctionalInterface
    interface Maker {
        SnapshotCreation.Written make(SnapshotStore store, String name);
    }

    private final SnapshotPlan plan;
    private final Supplier<SnapshotStore> stores;
    private final Supplier<ClusterMark> marks;
    private final Maker maker;
    private final Consumer<SnapshotStatus> reports;
    private final Clock clock;
    private String series = "";
    private Optional<Instant> due = Optional.empty();
    private Instant nextLook = Instant.MIN;
    private SnapshotStatus status;

    ScheduledSnapshots(
            SnapshotPlan plan,
            Supplier<SnapshotStore> stores,
            Supplier<ClusterMark> marks,
            Maker maker,
            Consumer<SnapshotStatus> reports,
            Clock clock) {
        this.plan = plan;
        this.stores = stores;
        this.marks = marks;
        this.maker = maker;
        this.reports = reports;
        this.clock = clock;
        this.status = SnapshotStatus.of(plan);
    }

    /// Does what is to be done now; never fails.
    void turn() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return;
        }
        try (SnapshotStore store = stores.get()) {
            if (series.isEmpty()) {
                series = plan.cluster() + "-" + marks.get();
            }
            look(store, now);
        } catch (RuntimeException e) {
            nextLook = clock.instant().plus(AGAIN);
            String why = String.valueOf(e.getMessage());
            LOG.warn("cluster={} scheduled snapshot failed: {}", plan.cluster(), why);
            report(status.failed(clock.instant(), why, AGAIN));
        }
    }

    private void look(SnapshotStore store, Instant now) {
        List<SnapshotName> there = own(store);
        Optional<Instant> newest =
                there.stream().map(SnapshotName::made).max(Comparator.naturalOrder());
        if (due.isEmpty() || isMade(due.get(), newest)) {
            due = plan.due(newest, now);
        }
        if (due.isPresent() && !due.get().isAfter(now)) {
            make(store, now);
            there = own(store);
        }
        settle(store, there);
    }

    /// A store may have taken one though its answer was lost.
    private static boolean isMade(Instant due, Optional<Instant> newest) {
        return newest.isPresent() && !newest.get().isBefore(due);
    }

    private void make(SnapshotStore store, Instant now) {
        String name = new SnapshotName(series, now).toString();
        SnapshotCreation.Written written = maker.make(store, name);
        Instant done = clock.instant();
        LOG.info(
                "cluster={} snapshot={} store={} keys={} bytes={} made",
                plan.cluster(),
                name,
                store,
                written.info().keys(),
                written.bytes());
        status = status.made(name, written, Duration.between(now, done));
        due = plan.due(Optional.of(now), now);
    }

    private void settle(SnapshotStore store, List<SnapshotName> there) {
        List<SnapshotName> expired = plan.retention().expired(there, clock.instant());
        for (SnapshotName name : expired) {
            store.delete(name.toString());
            LOG.info("cluster={} snapshot={} store={} removed", plan.cluster(), name, store);
        }
        nextLook = due.orElse(Instant.MAX);
        List<SnapshotName> kept =
                there.stream()
                        .filter(name -> !expired.contains(name))
                        .sorted(Comparator.comparing(SnapshotName::made))
                        .toList();
        report(status.waiting(kept, due));
    }

    private List<SnapshotName> own(SnapshotStore store) {
        return store.list(name -> SnapshotName.of(series, name).isPresent()).stream()
                .flatMap(one -> SnapshotName.of(series, one.name()).stream())
                .toList();
    }

    private void report(SnapshotStatus now) {
        status = now;
        reports.accept(now);
    }
}
