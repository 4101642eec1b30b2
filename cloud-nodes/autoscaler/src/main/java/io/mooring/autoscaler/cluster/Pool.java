package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A NodePool with its policies.
///
/// @param placement what the solver reads of it
/// @param provider who makes its machines
/// @param replicas of a static pool; null for one that follows the pods
/// @param expireAfter null: never
/// @param gracePeriod how long a node may drain; null: for ever
/// @param consent of one whose plans are approved before they are carried out; null: it needs none
public record Pool(
        NodePool placement,
        String provider,
        @Nullable Integer replicas,
        List<Taint> startupTaints,
        @Nullable Duration expireAfter,
        @Nullable Duration gracePeriod,
        Consolidation consolidation,
        List<Budget> budgets,
        Timeouts timeouts,
        @Nullable Consent consent,
        boolean deleting) {

    public enum Policy {
        WHEN_EMPTY("WhenEmpty"),
        WHEN_EMPTY_OR_UNDERUTILIZED("WhenEmptyOrUnderutilized"),
        BALANCED("Balanced");

        private final String text;

        Policy(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// What was said about the plans of a pool.
    ///
    /// @param approved the number of the plan that somebody has approved; empty: none
    /// @param told the plan that is there to be read; empty: nothing is planned
    public record Consent(String approved, String told) {}

    /// @param after how long no pod must have come or gone; null: never consolidate
    /// @param payback in what time the savings have to pay for the pods that move
    /// @param dollarsPerMove what it costs that one ordinary pod has to move
    public record Consolidation(
            Policy policy, @Nullable Duration after, Duration payback, double dollarsPerMove) {

        public static final Consolidation DEFAULT =
                new Consolidation(
                        Policy.WHEN_EMPTY_OR_UNDERUTILIZED,
                        Duration.ZERO,
                        Duration.ofHours(1),
                        0.001);
    }

    /// How long each stage of a claim may take, and how long a node may be not ready.
    public record Timeouts(Duration launch, Duration registration, Duration notReady) {

        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30));
    }

    public Pool {
        startupTaints = List.copyOf(startupTaints);
        budgets = budgets.isEmpty() ? List.of(Budget.DEFAULT) : List.copyOf(budgets);
    }

    public String name() {
        return placement.name();
    }

    /// The same, acting of its own accord.
    public Pool unasked() {
        return consent == null
                ? this
                : new Pool(
                        placement,
                        provider,
                        replicas,
                        startupTaints,
                        expireAfter,
                        gracePeriod,
                        consolidation,
                        budgets,
                        timeouts,
                        null,
                        deleting);
    }

    public OptionalInt fixedSize() {
        return replicas == null ? OptionalInt.empty() : OptionalInt.of(replicas);
    }

    /// How many nodes of so many may be going for the reason; the smallest active budget holds.
    public int allowed(Reason reason, int total, Instant now) {
        return budgets.stream()
                .filter(budget -> budget.concerns(reason, now))
                .mapToInt(budget -> budget.allowed(total))
                .min()
                .orElse(total);
    }

    /// Changes when nodes made of the pool are no longer what it says. Requirements, limits and
    /// budgets are no part of it.
    public String hash() {
        return Integer.toHexString(
                List.of(
                                placement.labels(),
                                placement.taints(),
                                startupTaints,
                                gracePeriod == null ? "" : gracePeriod,
                                expireAfter == null ? "" : expireAfter,
                                provider)
                        .hashCode());
    }
}
