package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Claim.Command;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
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

    /// The oldest drifted node that may go; empty ones first.
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
        for (Candidate candidate : ordered) {
            String why = Drift.of(candidate);
            Pool pool = candidate.pool();
            if (why.isEmpty()
                    || quota.left(pool, Reason.DRIFTED) == 0
                    || pool.gracePeriod() == null && !candidates.free(candidate)) {
                continue;
            }
            List<PlannedNode> nodes = instead(candidate, judge, whatIf);
            if (nodes != null) {
                if (begin.replace(List.of(candidate), nodes, Reason.DRIFTED, why, why)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable List<PlannedNode> instead(
            Candidate candidate, Judge judge, WhatIf whatIf) {
        if (candidate.pool().fixedSize().isPresent()) {
            Answer one = whatIf.anyMachine(candidate.pool(), 1);
            return one.bought().isEmpty() ? null : one.bought();
        }
        Answer answer = judge.ask(List.of(candidate));
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

    /// Begins disruptions, and takes them from the quota.
    private record Begin(
            Commands commands,
            Orders orders,
            Quota quota,
            Proposals proposals,
            Instant now,
            Agenda agenda) {

        /// Whether that is done now.
        boolean delete(Candidate candidate, Reason reason, String why, String brief) {
            quota.take(candidate.pool());
            String name = candidate.claim().name();
            return proposals.add(
                    candidate.pool(),
                    "remove %s (%s): %s".formatted(name, reason, brief),
                    -candidate.price(),
                    () -> {
                        agenda.add(say(candidate, reason, why));
                        agenda.add(new Action.DeleteClaim(name, reason, null));
                    });
        }

        /// Whether that is done now. They are all of one pool if that asks for consent.
        ///
        /// @param brief of it what does not change while the same would be done
        boolean replace(
                List<Candidate> old,
                List<PlannedNode> nodes,
                Reason reason,
                String why,
                String brief) {
            if (nodes.isEmpty()) {
                boolean done = false;
                for (Candidate candidate : old) {
                    done |= delete(candidate, reason, why, brief);
                }
                return done;
            }
            old.forEach(candidate -> quota.take(candidate.pool()));
            String names =
                    old.stream().map(c -> c.claim().name()).collect(Collectors.joining(", "));
            String instead =
                    nodes.stream().map(PlannedNode::words).collect(Collectors.joining(", "));
            double price = nodes.stream().mapToDouble(PlannedNode::price).sum();
            return proposals.add(
                    old.getFirst().pool(),
                    "replace %s by %s (%s): %s".formatted(names, instead, reason, brief),
                    price - old.stream().mapToDouble(Candidate::price).sum(),
                    () -> start(old, nodes, reason, why));
        }

        private void start(
                List<Candidate> old, List<PlannedNode> nodes, Reason reason, String why) {
            String id = old.getFirst().claim().name() + "@" + now.getEpochSecond();
            var fresh = new ArrayList<Claim>();
            var coming = new Command(id, reason, nodes.size(), true, now);
            for (PlannedNode node : nodes) {
                Claim claim = orders.claim(node, now, coming);
                if (claim == null) {
                    return;
                }
                fresh.add(claim);
            }
            old.forEach(candidate -> agenda.add(say(candidate, reason, why)));
            commands.start(new Command(id, reason, nodes.size(), false, now), old, fresh);
        }

        private static Action say(Candidate candidate, Reason reason, String why) {
            return new Action.Say("NodeClaim", candidate.claim().name(), reason.toString(), why);
        }
    }
}
