package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Proposals;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.Guest;
import io.mooring.autoscaler.whatif.Market;
import io.mooring.autoscaler.whatif.Orders;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What goes by choice, in this order: what is under way, empty nodes, drifted ones, then one
/// consolidation. Nothing new is begun in a step that buys machines for pods; of a pool that asks
/// for consent nothing is proposed in a step that has proposed what comes before.
public final class Disruption {

    private static final String NEEDLESS = "no pod needs it";

    /// Each is a question to the solver in every step until it is approved.
    private static final int MOST_DRIFTED = 8;

    private final Nominations nominations;
    private final PodEvents events = new PodEvents();

    /// Of each pool that asks for consent, so that what waits for it keeps nothing else back, and
    /// under the empty name of all others together.
    private final SortedMap<String, Consolidation> consolidations = new TreeMap<>();

    public Disruption(Nominations nominations) {
        this.nominations = nominations;
    }

    /// @param proposedFor those who wait and get what they need once that is approved
    /// @param quiet whether all who wait have been seen to
    /// @return whether anything is begun now
    public boolean step(
            View view,
            Market market,
            WhatIf whatIf,
            List<Guest> proposedFor,
            Orders orders,
            Proposals proposals,
            boolean quiet,
            Instant now,
            Agenda agenda) {
        events.observe(view, now);
        if (!quiet) {
            return false;
        }
        var commands = new Commands(view, whatIf, now, agenda);
        commands.progress();
        var candidates = new Candidates(view, nominations, now);
        List<Candidate> all = candidates.all();
        if (all.isEmpty()) {
            return false;
        }
        WhatIf others = whatIf.leavingOut(proposedFor);
        var quota = new Quota(view, now);
        var judge = new Judge(view, others, now);
        var begin = new Begin(commands, orders, quota, proposals, now, agenda);
        if (empty(open(all, proposals), judge, others, begin, quota, now, agenda)
                || drifted(open(all, proposals), candidates, judge, others, begin, quota)) {
            return true;
        }
        SortedMap<String, List<Candidate>> eligible = new TreeMap<>();
        for (Candidate candidate : open(all, proposals)) {
            if (!candidate.empty()
                    && candidate.pool().consolidation().policy() != Policy.WHEN_EMPTY
                    && settled(candidate, now, agenda)
                    && candidates.free(candidate)) {
                eligible.computeIfAbsent(group(candidate), _ -> new ArrayList<>()).add(candidate);
            }
        }
        consolidations.keySet().retainAll(eligible.keySet());
        boolean begun = false;
        for (var entry : eligible.entrySet()) {
            List<Candidate> some = entry.getValue();
            Proposal best =
                    consolidations
                            .computeIfAbsent(entry.getKey(), _ -> new Consolidation())
                            .best(
                                    some,
                                    judge,
                                    quota,
                                    events.growth(),
                                    market.types.hashCode(),
                                    now,
                                    agenda);
            if (best != null) {
                List<Candidate> old =
                        some.stream()
                                .filter(c -> best.claims().contains(c.claim().name()))
                                .toList();
                begun |=
                        begin.replace(
                                old,
                                best.nodes(),
                                Reason.UNDERUTILIZED,
                                best.words(),
                                best.brief());
            }
        }
        return begun;
    }

    /// Those that may go together have the same: all of pools that act, or of one that asks.
    private static String group(Candidate candidate) {
        return candidate.pool().consent() == null ? "" : candidate.pool().name();
    }

    /// Those of pools for which nothing is proposed so far.
    private static List<Candidate> open(List<Candidate> all, Proposals proposals) {
        return all.stream().filter(candidate -> !proposals.has(candidate.pool())).toList();
    }

    /// Empty nodes go as far as budgets allow, unless the room on them is wanted.
    private boolean empty(
            List<Candidate> all,
            Judge judge,
            WhatIf whatIf,
            Begin begin,
            Quota quota,
            Instant now,
            Agenda agenda) {
        boolean any = false;
        boolean nobodyWaits = whatIf.waiting().isEmpty();
        var groups = new TreeMap<String, List<Candidate>>();
        for (Candidate candidate : all) {
            if (candidate.empty()
                    && settled(candidate, now, agenda)
                    && quota.left(candidate.pool(), Reason.EMPTY) > 0) {
                List<Candidate> going =
                        groups.computeIfAbsent(group(candidate), _ -> new ArrayList<>());
                going.add(candidate);
                if (nobodyWaits || judge.needless(going)) {
                    any |= begin.delete(candidate, Reason.EMPTY, NEEDLESS, NEEDLESS);
                } else {
                    going.removeLast();
                }
            }
        }
        return any;
    }

    /// The oldest drifted node that may go; empty ones first. Of a pool that asks for consent all
    /// that may go are proposed, so that they are read and approved at once.
    private static boolean drifted(
            List<Candidate> all,
            Candidates candidates,
            Judge judge,
            WhatIf whatIf,
            Begin begin,
            Quota quota) {
        List<Candidate> ordered = new ArrayList<>(all);
        ordered.sort(
                Comparator.comparing((Candidate c) -> !c.empty())
                        .thenComparing(c -> c.claim().created())
                        .thenComparing(c -> c.claim().name()));
        var together = new TreeMap<String, List<Candidate>>();
        for (Candidate candidate : ordered) {
            Pool pool = candidate.pool();
            List<Candidate> before = together.getOrDefault(pool.name(), List.of());
            if (Drift.of(candidate).isEmpty()
                    || quota.left(pool, Reason.DRIFTED) <= before.size()
                    || before.size() == MOST_DRIFTED
                    || pool.gracePeriod() == null && !candidates.free(candidate)) {
                continue;
            }
            if (pool.consent() != null) {
                together.computeIfAbsent(pool.name(), _ -> new ArrayList<>()).add(candidate);
            } else if (replaced(List.of(candidate), judge, whatIf, begin)) {
                return true;
            }
        }
        boolean begun = false;
        for (List<Candidate> some : together.values()) {
            begun |= replaced(some, judge, whatIf, begin);
        }
        return begun;
    }

    /// Those of them whose pods have a place without all of them before, too.
    private static boolean replaced(
            List<Candidate> drifted, Judge judge, WhatIf whatIf, Begin begin) {
        var going = new ArrayList<Candidate>();
        List<PlannedNode> nodes = List.of();
        for (Candidate candidate : drifted) {
            going.add(candidate);
            List<PlannedNode> instead = instead(going, judge, whatIf);
            if (instead == null) {
                going.removeLast();
            } else {
                nodes = instead;
            }
        }
        if (going.isEmpty()) {
            return false;
        }
        String why = going.stream().map(Drift::of).distinct().collect(Collectors.joining("; "));
        return begin.replace(going, nodes, Reason.DRIFTED, why, why);
    }

    private static @Nullable List<PlannedNode> instead(
            List<Candidate> going, Judge judge, WhatIf whatIf) {
        Pool pool = going.getFirst().pool();
        if (pool.fixedSize().isPresent()) {
            Answer some = whatIf.anyMachine(pool, going.size());
            return some.bought().size() < going.size() ? null : some.bought();
        }
        Answer answer = judge.ask(going);
        return answer == null ? null : answer.bought();
    }

    /// Whether no pod has come or gone for as long as the pool says.
    private boolean settled(Candidate candidate, Instant now, Agenda agenda) {
        Duration after = candidate.pool().consolidation().after();
        if (after == null || candidate.pool().fixedSize().isPresent()) {
            return false;
        }
        Instant last = events.last(candidate.claim());
        Instant since = last.equals(Instant.MAX) ? now : last;
        if (now.isBefore(since.plus(after))) {
            agenda.at(since.plus(after));
            return false;
        }
        return true;
    }
}
