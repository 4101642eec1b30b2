package io.mooring.server;

import io.mooring.tunnel.TunnelServerConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a [StandaloneTunnel] is started with.
///
/// @param tunnel without a server count of its own when `leases` are given, which then decides
/// @param agents whose tokens are accepted; without, the agents' certificates decide
/// @param kubeconfig of the API server that reviews tokens and keeps leases; needed for these only
/// @param stopWithin how long connections may go on once the server is told to stop
public record StandaloneTunnelOptions(
        TunnelServerConfig tunnel,
        Optional<AgentTokens> agents,
        Optional<Path> kubeconfig,
        Optional<ServerLeases> leases,
        InetSocketAddress health,
        InetSocketAddress admin,
        Duration stopWithin) {

    /// How the servers of one cluster find out how many they are.
    ///
    /// @param label `KEY=VALUE`, on the leases of all of them
    /// @param counted whether agents are told the number of leases rather than a fixed one
    public record ServerLeases(String namespace, String label, Count counted) {}

    /// Where the number of servers comes from that agents are told.
    public enum Count {
        FLAG,
        LEASES
    }
}
