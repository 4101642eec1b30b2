package io.mooring.server;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The replicas of a control plane that is more than one server, and which of them this one is.
///
/// @param own the name of this one
/// @param members all of them, this one too, in the same order at each
/// @param sharedSecret the Secret of the host cluster with what they have in common
public record Replicas(String own, List<Member> members, String sharedSecret) {

    /// One of them.
    ///
    /// @param host a name or address under which the others find it, however often it moves
    public record Member(String name, String host, int clientPort, int peerPort) {

        static final int CLIENT_PORT = 2379;
        static final int PEER_PORT = 2380;

        /// With the usual ports for its data store.
        public static Member of(String name, String host) {
            return new Member(name, host, CLIENT_PORT, PEER_PORT);
        }

        String clientUrl() {
            return url(host, clientPort);
        }

        String peerUrl() {
            return url(host, peerPort);
        }

        /// IPv6 addresses in brackets.
        static String url(String host, int port) {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return "https://" + name + ":" + port;
        }
    }

    /// @throws ServerException if they cannot be replicas of one control plane
    public Replicas {
        members = List.copyOf(members);
        String names = members.stream().map(Member::name).collect(Collectors.joining(", "));
        boolean among = false;
        for (Member member : members) {
            among |= member.name().equals(own);
        }
        if (!among) {
            throw new ServerException(
                    "starting a replica: --replica %s is none of the members %s; name one of them, and all of them by --member NAME=HOST"
                            .formatted(own, names.isEmpty() ? "(none)" : names));
        }
        if (members.stream().map(Member::name).distinct().count() != members.size()) {
            throw new ServerException(
                    "starting a replica: the members %s are not all different; give each replica one --member NAME=HOST"
                            .formatted(names));
        }
        if (sharedSecret.isEmpty()) {
            throw new ServerException(
                    "starting a replica: --shared-secret is missing; name the Secret of the host cluster through which the replicas get the same keys");
        }
    }

    Member self() {
        return members.stream().filter(this::isSelf).findFirst().orElseThrow();
    }

    Set<String> names() {
        return members.stream().map(Member::name).collect(Collectors.toUnmodifiableSet());
    }

    List<Member> others() {
        return members.stream().filter(member -> !isSelf(member)).toList();
    }

    private boolean isSelf(Member member) {
        return member.name().equals(own);
    }
}
