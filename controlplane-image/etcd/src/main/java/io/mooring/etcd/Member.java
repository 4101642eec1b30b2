package io.mooring.etcd;

import java.util.List;

/// One member of a store that is a cluster.
///
/// @param name empty for one that was added and has not been started
/// @param peerUrls where the others find it
/// @param learner whether it only listens: it counts for no majority, and answers nothing
public record Member(long id, String name, List<String> peerUrls, boolean learner) {

    public Member {
        peerUrls = List.copyOf(peerUrls);
    }

    /// As etcd writes it.
    @Override
    public String toString() {
        return (name.isEmpty() ? "unstarted" : name) + " (" + Long.toHexString(id) + ")";
    }
}
