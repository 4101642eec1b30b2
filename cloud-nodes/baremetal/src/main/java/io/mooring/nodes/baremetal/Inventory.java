package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who has which machine. Safe for use by many threads.
final class Inventory {

    /// A hundred nodes that are made at once look at a hundred machines now and then and not ten
    /// thousand times; a machine that was taken meanwhile says so when we try to.
    private static final Duration FRESH = Duration.ofSeconds(3);

    private final Owner owner;
    private final List<Host> hosts;
    private final Work work;
    private final Clock clock;
    // where a machine was last seen: asked first, and alone where it is still there
    private final ConcurrentHashMap<MachineId, Host> seen = new ConcurrentHashMap<>();
    private final ReentrantLock taking = new ReentrantLock();
    // both guarded by taking
    private @Nullable Survey last;
    private Instant lastAt = Instant.MIN;

    Inventory(Owner owner, List<Host> hosts, Work work, Clock clock) {
        this.owner = owner;
        this.hosts = List.copyOf(hosts);
        this.work = work;
        this.clock = clock;
    }

    /// A machine of the inventory and what it said.
    record Found(Host host, Report report) {}

    /// What all machines say now.
    Survey survey() {
        Survey survey = Survey.of(hosts, work::look);
        survey.reports()
                .forEach((host, report) ->
                        report.claim()
                                .filter(claim -> claim.owner().equals(owner))
                                .ifPresent(claim -> seen.putIfAbsent(claim.machine(), host)));
        return survey;
    }

    /// The machine that is claimed under that name.
    ///
    /// @throws MachineTrouble when it is on none of those that answer, but some do not
    Optional<Found> find(MachineId id) {
        Host before = seen.get(id);
        if (before != null) {
            Report report = work.look(before);
            if (isOurs(report, id)) {
                return Optional.of(new Found(before, report));
            }
            seen.remove(id, before);
        }
        Survey survey = survey();
        List<Host> claimed = survey.claimedFor(owner, id);
        if (claimed.isEmpty()) {
            survey.requireAll();
            return Optional.empty();
        }
        Host first = claimed.getFirst();
        return Optional.of(new Found(first, survey.report(first)));
    }

    /// As [#find]; machines that are off, and not by us, are switched on for it: one of them may be
    /// claimed, or free.
    Optional<Found> findAwake(MachineId id) {
        try {
            return find(id);
        } catch (MachineTrouble e) {
            if (!e.isSwitchedOff()) {
                throw e;
            }
            wake();
            return find(id);
        }
    }

    private void wake() {
        Survey.of(
                        hosts.stream().filter(it -> it.bmc().isPresent()).toList(),
                        host -> {
                            try {
                                return work.look(host);
                            } catch (MachineTrouble e) {
                                if (!e.isSwitchedOff()) {
                                    throw e;
                                }
                                work.wake(host);
                                return work.look(host);
                            }
                        })
                .requireAll();
    }

    private boolean isOurs(Report report, MachineId id) {
        return report.claim()
                .filter(claim -> claim.owner().equals(owner) && claim.machine().equals(id))
                .isPresent();
    }

    /// What came of the wish for a machine.
    sealed interface Taken {
        record Yes(Found found) implements Taken {}

        /// @param reasons why each machine was not to be had
        record AllInUse(List<String> reasons) implements Taken {}
    }

    /// Claims the first machine that is free. Whoever makes the same machine elsewhere goes for the
    /// same one, and finds it claimed under its own name.
    ///
    /// @param types those that will do, the most wanted first; any where none is named
    /// @throws MachineTrouble when a machine does not answer: it may have been claimed before
    Taken take(MachineId id, List<String> types) {
        taking.lock();
        try {
            Survey survey = fresh(types);
            survey.requireAll();
            for (Host host : survey.free(types)) {
                Report report = work.act(host, Work.Verb.TAKE, id);
                survey = survey.with(host, report);
                last = survey;
                if (isOurs(report, id)) {
                    seen.put(id, host);
                    return new Taken.Yes(new Found(host, report));
                }
            }
            return new Taken.AllInUse(reasons(survey, types));
        } finally {
            taking.unlock();
        }
    }

    /// One that shows no machine that would do is not fresh: one may have been given back.
    private Survey fresh(List<String> types) {
        Survey kept = last;
        Instant now = clock.instant();
        if (kept != null && now.isBefore(lastAt.plus(FRESH)) && !kept.free(types).isEmpty()) {
            return kept;
        }
        Survey made = survey();
        last = made;
        lastAt = now;
        return made;
    }

    private static List<String> reasons(Survey survey, List<String> types) {
        var reasons = new ArrayList<String>();
        for (Map.Entry<Host, Report> one : survey.reports().entrySet()) {
            Report report = one.getValue();
            reasons.add(
                    one.getKey()
                            + ": "
                            + report.claim()
                                    .map(claim -> "claimed by node " + claim.machine())
                                    .orElse(
                                            report.isFree()
                                                    ? "is %s, and not one of %s"
                                                            .formatted(report.type(), types)
                                                    : report.foreign().isEmpty()
                                                            ? "claimed, as " + report.claimText()
                                                            : report.foreign()));
        }
        return reasons;
    }

    /// What was known of a machine is so no more.
    void forget(MachineId id) {
        seen.remove(id);
        taking.lock();
        try {
            last = null;
        } finally {
            taking.unlock();
        }
    }

    Optional<Host> byProviderId(String providerId) {
        return hosts.stream().filter(host -> host.providerId().equals(providerId)).findFirst();
    }
}
