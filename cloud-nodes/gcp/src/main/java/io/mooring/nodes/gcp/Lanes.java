package io.mooring.nodes.gcp;

import io.mooring.nodes.Lane;

/// What Google counts together, for a project: 1500 calls a minute of each.
final class Lanes {

    static final Lane CHANGES = lane("changes");
    static final Lane LISTS = lane("lists");
    static final Lane LOOKS = lane("looks");
    static final Lane PRICES = lane("pages of the price list");

    private static final int AT_ONCE = 250;
    private static final double A_SECOND = 25;

    private Lanes() {}

    private static Lane lane(String name) {
        return new Lane(name, AT_ONCE, A_SECOND);
    }
}
