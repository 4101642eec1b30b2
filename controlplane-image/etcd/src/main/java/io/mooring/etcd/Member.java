package io.mooring.etcd;

import java.util.List;

/// One member of a store that is a cluster.
///
/// @param name empty for one that was added and has not been started
/// @param peerUrls where the others find it
public record Member(long id, String name, List<String> peerUrls) {

    public Member {
        peerUrls = List.copyOf(peerUrls);
    }

    /// As etcd writes it.
    @Override
    public String toString() {
        return (name.isEmpty() ? "unstarted" : name) + " (" + Long.toHexString(id) + ")";
    }
}
