package io.mooring.tunnel;

import io.mooring.tunnel.tls.TlsFiles;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Everything a [TunnelServer] is started with.
///
/// @param serverId unique among the servers of a cluster; agents hold one stream for each
/// @param serverCount how many distinct servers an agent that connects is told to look for
/// @param agentTls for agents, whether they come by `agentListener` or through a [PortRouter]
/// @param agentListener a port for agents alone, besides the router's
/// @param frontSocket the Unix socket for kube-apiserver
/// @param frontListener a TCP port for fronts, with `frontTls`, which must have a client CA
/// @param eventLoopThreads the first runs the tunnel, the others what the router relays
public record TunnelServerConfig(
        String serverId,
        IntSupplier serverCount,
        List<ProxyStrategy> strategies,
        FrontMode mode,
        Optional<Path> frontSocket,
        Optional<FrontListener> frontListener,
        TlsFiles agentTls,
        Optional<InetSocketAddress> agentListener,
        TunnelLimits limits,
        Keepalive keepalive,
        int eventLoopThreads) {

    public TunnelServerConfig {
        strategies = List.copyOf(strategies);
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("a tunnel server needs at least one proxy strategy");
        }
        if (eventLoopThreads < 1) {
            throw new IllegalArgumentException("a tunnel server needs at least one thread");
        }
    }

    /// A TCP listener for fronts.
    public record FrontListener(InetSocketAddress address, TlsFiles tls) {
        public FrontListener {
            if (tls.clientCa().isEmpty()) {
                throw new IllegalArgumentException(
                        "a front on TCP needs a client CA: without one anyone could dial any node");
            }
        }
    }

    /// One server with one Unix socket; agents come through the [PortRouter].
    public static TunnelServerConfig of(String serverId, Path frontSocket, TlsFiles agentTls) {
        return new TunnelServerConfig(
                serverId,
                () -> 1,
                List.of(
                        ProxyStrategy.DEST_HOST,
                        ProxyStrategy.DEFAULT_ROUTE,
                        ProxyStrategy.DEFAULT),
                FrontMode.ANY,
                Optional.of(frontSocket),
                Optional.empty(),
                agentTls,
                Optional.empty(),
                TunnelLimits.defaults(),
                Keepalive.defaults(),
                2);
    }

    /// The same with a port of its own for agents.
    public TunnelServerConfig withAgentListener(InetSocketAddress address) {
        return new TunnelServerConfig(
                serverId,
                serverCount,
                strategies,
                mode,
                frontSocket,
                frontListener,
                agentTls,
                Optional.of(address),
                limits,
                keepalive,
                eventLoopThreads);
    }

    /// The same with other limits.
    public TunnelServerConfig withLimits(TunnelLimits other) {
        return new TunnelServerConfig(
                serverId,
                serverCount,
                strategies,
                mode,
                frontSocket,
                frontListener,
                agentTls,
                agentListener,
                other,
                keepalive,
                eventLoopThreads);
    }

    /// The same with another number of servers for agents to look for.
    public TunnelServerConfig withServerCount(IntSupplier servers) {
        return new TunnelServerConfig(
                serverId,
                servers,
                strategies,
                mode,
                frontSocket,
                frontListener,
                agentTls,
                agentListener,
                limits,
                keepalive,
                eventLoopThreads);
    }
}
