package io.mooring.autoscaler.solver;

/// How hard to look for a lower price.
///
/// @param rounds how often all is packed anew with better values
/// @param patience tries in a row for nothing that end the local search
public record Effort(int rounds, int patience) {

    /// For what is to be bought.
    public static final Effort FULL = new Effort(4, 100);

    /// For questions of which many are asked and few are acted upon.
    public static final Effort QUICK = new Effort(2, 6);
}
