package io.mooring.nodes.azure;

import io.mooring.nodes.Lane;

/// What the Resource Manager counts together, for a subscription and whoever is signed in.
final class Lanes {

    static final Lane READS = new Lane("reads", 250, 25);
    static final Lane WRITES = new Lane("writes", 200, 10);
    static final Lane DELETES = new Lane("deletes", 200, 10);

    /// The price list, and what is read at addresses that carry their own signature.
    static final Lane OTHERS = new Lane("calls of other services", 20, 5);

    private Lanes() {}
}
