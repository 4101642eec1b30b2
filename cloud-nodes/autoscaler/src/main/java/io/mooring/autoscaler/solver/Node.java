package io.mooring.autoscaler.solver;

/// What goes on one node: how many units of which demands. Never changed once made.
record Node(int offer, int[] demands, int[] counts) {

    static final int[] NONE = new int[0];
}
