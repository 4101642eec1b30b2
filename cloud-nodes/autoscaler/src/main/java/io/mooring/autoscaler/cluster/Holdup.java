package io.mooring.autoscaler.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a pod does not leave a node that is drained, and what helps: the words that auto nodes and
/// nodes that are declared share.
///
/// @param pod with its namespace
/// @param budgets those that cover it and let no eviction pass; never empty
public record Holdup(String pod, List<PodBudget> budgets) {

    private static final int NAMED = 5;

    public Holdup {
        budgets = List.copyOf(budgets);
    }

    /// What holds the pod now; empty if the eviction API would let it go.
    ///
    /// @param all budgets of the cluster
    public static Optional<Holdup> of(Pod pod, List<PodBudget> all) {
        if (pod.stage() == Pod.Stage.PENDING) {
            return Optional.empty();
        }
        List<PodBudget> covering = all.stream().filter(budget -> budget.covers(pod)).toList();
        boolean held =
                covering.size() > 1
                        || covering.stream().anyMatch(it -> it.guards(pod) && it.allowed() <= 0);
        return held ? Optional.of(new Holdup(pod.name(), covering)) : Optional.empty();
    }

    /// What it is, and what to do about it.
    public String why() {
        if (budgets.size() > 1) {
            return "more than one PodDisruptionBudget covers it (%s), which no eviction passes; let one of them select it"
                    .formatted(
                            budgets.stream()
                                    .map(PodBudget::fullName)
                                    .collect(Collectors.joining(", ")));
        }
        PodBudget budget = budgets.getFirst();
        return "PodDisruptionBudget %s allows no eviction now: it needs %d healthy of %d pods, and %d are; %s"
                .formatted(
                        budget.fullName(),
                        budget.needed(),
                        budget.expected(),
                        budget.healthy(),
                        budget.needed() >= budget.expected()
                                ? "it never will before it needs fewer (minAvailable, maxUnavailable) or selects more"
                                : "it will when more of them are healthy");
    }

    /// Pods by what holds them, and what helps in any case.
    ///
    /// @param holdups not empty
    public static String words(List<Holdup> holdups) {
        Map<String, List<String>> byReason =
                holdups.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Holdup::why,
                                        LinkedHashMap::new,
                                        Collectors.mapping(Holdup::pod, Collectors.toList())));
        return byReason.entrySet().stream()
                        .map(it -> "%s waits: %s".formatted(pods(it.getValue()), it.getKey()))
                        .collect(Collectors.joining("; "))
                + "; or delete what waits by kubectl delete pod, which asks no budget";
    }

    /// Names of pods, not too many of them.
    public static String pods(List<String> names) {
        String shown = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED
                ? shown
                : "%s and %d more".formatted(shown, names.size() - NAMED);
    }
}
