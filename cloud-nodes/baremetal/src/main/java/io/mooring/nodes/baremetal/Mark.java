package io.mooring.nodes.baremetal;

import java.util.Optional;

/// What the asset tag of a machine says: whose it is, or who switches it on just now, and what
/// somebody else has written there.
record Mark(Optional<Claim> claim, Optional<Waking> waking, String others) {

    private static final String OURS = "mooring ";
    private static final String BETWEEN = " | ";

    static Mark read(String tag) {
        if (!tag.startsWith(OURS)) {
            return new Mark(Optional.empty(), Optional.empty(), tag);
        }
        int end = tag.indexOf(BETWEEN);
        String text = tag.substring(OURS.length(), end < 0 ? tag.length() : end);
        String others = end < 0 ? "" : tag.substring(end + BETWEEN.length());
        return new Mark(Claim.parse(text), Waking.parse(text), others);
    }

    /// As it is written for a machine that is off.
    String with(Claim claim) {
        return with(claim.text());
    }

    /// As it is written for one that nobody has claimed.
    String with(Waking waking) {
        return with(waking.text());
    }

    private String with(String text) {
        return OURS + text + (others.isEmpty() ? "" : BETWEEN + others);
    }

    /// Whether there is anything of ours.
    boolean isOurs() {
        return claim.isPresent() || waking.isPresent();
    }
}
