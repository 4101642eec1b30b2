package io.mooring.autoscaler.model;

/// A topology spread constraint.
///
/// @param hard DoNotSchedule; else ScheduleAnyway
/// @param honorAffinity nodeAffinityPolicy: domains that the pod's node affinity rules out do not
///   count
/// @param honorTaints nodeTaintsPolicy: nor those whose taints it does not tolerate
public record Spread(
        LabelSelector selector,
        String topologyKey,
        int maxSkew,
        boolean hard,
        int minDomains,
        boolean honorAffinity,
        boolean honorTaints) {

    public Spread {
        if (maxSkew < 1) {
            throw new IllegalArgumentException("maxSkew is " + maxSkew + ", at least 1 is needed");
        }
    }
}
