package io.mooring.nodes.baremetal;

import java.util.Optional;

/// What the asset tag of a machine says: whose it is, and what somebody else has written there.
record Mark(Optional<Claim> claim, String others) {

    private static final String OURS = "mooring ";
    private static final String BETWEEN = " | ";

    static Mark read(String tag) {
        if (!tag.startsWith(OURS)) {
            return new Mark(Optional.empty(), tag);
        }
        int end = tag.indexOf(BETWEEN);
        String claim = tag.substring(OURS.length(), end < 0 ? tag.length() : end);
        String others = end < 0 ? "" : tag.substring(end + BETWEEN.length());
        return new Mark(Claim.parse(claim), others);
    }

    String with(Claim claim) {
        return OURS + claim.text() + (others.isEmpty() ? "" : BETWEEN + others);
    }
}
