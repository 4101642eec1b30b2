package io.mooring.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What etcd is told of its fellow members when it starts with an empty directory; with a filled
/// one it heeds none of it.
///
/// @param peerUrls by the members' names
record InitialCluster(State state, Map<String, String> peerUrls) {

    enum State {
        /// All begin together.
        NEW,
        /// The others have a place for this one.
        EXISTING
    }

    InitialCluster {
        peerUrls = Map.copyOf(peerUrls);
    }

    static InitialCluster first(Replicas replicas) {
        return new InitialCluster(
                State.NEW,
                replicas.members().stream()
                        .collect(
                                Collectors.toMap(Replicas.Member::name, Replicas.Member::peerUrl)));
    }

    /// Of one member, which takes the others in later.
    static InitialCluster alone(Replicas.Member member) {
        return new InitialCluster(State.NEW, Map.of(member.name(), member.peerUrl()));
    }

    /// As `--initial-cluster` has it.
    String text() {
        return new TreeMap<>(peerUrls)
                .entrySet().stream()
                        .map(member -> member.getKey() + "=" + member.getValue())
                        .collect(Collectors.joining(","));
    }
}
