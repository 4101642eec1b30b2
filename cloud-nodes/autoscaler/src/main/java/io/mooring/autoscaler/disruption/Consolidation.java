package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.port.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks for nodes whose pods can live for less elsewhere: one at a time, and the most wasteful
/// ones together, so that many become few, or one becomes several. A step asks the solver a bounded
/// number of questions and goes on where the last one stopped; a node for which nothing was found
/// is asked about again only once its pods, the room elsewhere or the prices have changed.
final class Consolidation {

    /// Of a step, and fewer where each takes longer, as in a cluster of more than a thousand nodes:
    /// pods wait for machines while a step lasts.
    private static final int QUESTIONS = 24;

    private static final int FEWEST_QUESTIONS = 4;
    private static final int NODES_ASKED_ABOUT = 24_000;
    private static final int MOST_TOGETHER = 100;
    private static final Duration GO_ON = Duration.ofSeconds(1);

    /// A candidate and its waste, which is found out once for all comparisons.
    private record Weighed(Candidate candidate, double waste) {

        static final Comparator<Weighed> WASTEFUL_FIRST =
                Comparator.comparingDouble(Weighed::waste)
                        .reversed()
                        .thenComparing(it -> it.candidate.claim().name());
    }

    /// What an answer about a node depends on.
    private record Basis(List<String> pods, long growth, int market, boolean payback) {}

    private final Map<String, Basis> fruitless = new HashMap<>();

    /// Those of the most wasteful nodes of which no set was found to go together; in a large
    /// cluster they are the same for many steps.
    private Map<String, Basis> fruitlessTogether = Map.of();

    /// The proposal that wins most of those looked at, null where there is none.
    @Nullable Proposal best(
            List<Candidate> eligible,
            Judge judge,
            Quota quota,
            long growth,
            int market,
            Instant now,
            Agenda agenda) {
        fruitless.keySet().retainAll(eligible.stream().map(c -> c.claim().name()).toList());
        List<Candidate> ordered = new ArrayList<>();
        for (Candidate candidate : eligible) {
            if (quota.left(candidate.pool(), Reason.UNDERUTILIZED) > 0
                    && !basis(candidate, growth, market, now)
                            .equals(fruitless.get(candidate.claim().name()))) {
                ordered.add(candidate);
            }
        }
        ordered = wastefulFirst(ordered);
        Proposal best = null;
        if (!ordered.isEmpty()) {
            List<Candidate> allowed = mostWasteful(eligible, quota);
            Map<String, Basis> known = new HashMap<>();
            allowed.forEach(c -> known.put(c.claim().name(), basis(c, growth, market, now)));
            if (!known.equals(fruitlessTogether)) {
                best = together(allowed, judge);
                fruitlessTogether = best == null ? known : Map.of();
            }
        }
        int most =
                Math.clamp(
                        NODES_ASKED_ABOUT / Math.max(1, eligible.size()),
                        FEWEST_QUESTIONS,
                        QUESTIONS);
        int asked = 0;
        for (Candidate candidate : ordered) {
            if (asked++ == most) {
                agenda.at(now.plus(GO_ON));
                break;
            }
            Proposal proposal = judge.judge(List.of(candidate));
            if (proposal == null) {
                fruitless.put(candidate.claim().name(), basis(candidate, growth, market, now));
            } else {
                best = better(best, proposal, Judge.payback(List.of(candidate)));
            }
        }
        return best;
    }

    private static List<Candidate> mostWasteful(List<Candidate> eligible, Quota quota) {
        return withinBudgets(wastefulFirst(eligible), quota);
    }

    private static List<Candidate> wastefulFirst(List<Candidate> some) {
        return some.stream()
                .map(candidate -> new Weighed(candidate, candidate.waste()))
                .sorted(Weighed.WASTEFUL_FIRST)
                .map(Weighed::candidate)
                .toList();
    }

    /// Sets of them, the most wasteful first, each about half as large again as the one before.
    private static @Nullable Proposal together(List<Candidate> allowed, Judge judge) {
        Proposal best = null;
        for (int size = 2; size <= allowed.size(); size = size + 1 + size / 2) {
            List<Candidate> some = allowed.subList(0, size);
            Proposal proposal = judge.judge(some);
            if (proposal != null) {
                best = better(best, proposal, Judge.payback(some));
            }
        }
        return best;
    }

    private static List<Candidate> withinBudgets(List<Candidate> ordered, Quota quota) {
        Map<String, Integer> taken = new TreeMap<>();
        var allowed = new ArrayList<Candidate>();
        for (Candidate candidate : ordered) {
            Pool pool = candidate.pool();
            if (allowed.size() < MOST_TOGETHER
                    && taken.getOrDefault(pool.name(), 0)
                            < quota.left(pool, Reason.UNDERUTILIZED)) {
                taken.merge(pool.name(), 1, Integer::sum);
                allowed.add(candidate);
            }
        }
        return allowed;
    }

    private static Proposal better(@Nullable Proposal best, Proposal other, Duration payback) {
        return best == null || other.gain(payback) > best.gain(payback) + 1e-9 ? other : best;
    }

    private static Basis basis(Candidate candidate, long growth, int market, Instant now) {
        // pods get cheaper to move while they are young, so the answer may change by itself
        Duration payback = candidate.pool().consolidation().payback();
        boolean settled =
                candidate.pods().stream()
                        .allMatch(pod -> !now.isBefore(pod.created().plus(payback)));
        return new Basis(
                candidate.pods().stream().map(pod -> pod.name()).sorted().toList(),
                growth,
                market,
                settled);
    }
}
