package io.mooring.nodes.aws;

import io.mooring.nodes.Lane;

/// What AWS counts together. EC2 counts each action by itself, in an account and region; we take
/// the limits of what we call most.
final class Lanes {

    static final Lane LAUNCHES = new Lane("launches", 5, 2);
    static final Lane CHANGES = new Lane("changes", 50, 5);
    static final Lane LOOKS = new Lane("looks", 100, 20);

    /// The price list and the parameters of the Systems Manager.
    static final Lane OTHERS = new Lane("calls of other services", 20, 5);

    private Lanes() {}
}
