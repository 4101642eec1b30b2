package io.mooring.autoscaler.solver;

/// How hard to look for a lower price.
///
/// @param rounds how often all is packed anew with better values
/// @param patience tries in a row for nothing that end the local search
/// @param exchanges tries for each node to move or swap a pod in the end
public record Effort(int rounds, int patience, int exchanges) {

    /// For what is to be bought.
    public static final Effort FULL = new Effort(4, 100, 2500);

    /// For questions of which many are asked and few are acted upon.
    public static final Effort QUICK = new Effort(2, 6, 0);
}
