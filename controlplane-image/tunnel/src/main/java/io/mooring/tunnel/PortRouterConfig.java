package io.mooring.tunnel;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a [PortRouter] listens on and where it sends what comes.
///
/// @param socket a Unix socket that is routed just like the port
/// @param join where connections go that ask for [PortRouter#JOIN_SERVER_NAME]
/// @param helloDeadline how long a client has for its ClientHello
/// @param maxHellosPerAddress connections of one address that have not sent theirs yet
/// @param maxConnections connections open at once
public record PortRouterConfig(
        InetSocketAddress address,
        Optional<Path> socket,
        InetSocketAddress apiServer,
        Optional<InetSocketAddress> join,
        Duration helloDeadline,
        int maxHellosPerAddress,
        int maxConnections) {

    /// The usual limits: 5 s for a hello, 64 such per address, 32,768 connections.
    public static PortRouterConfig of(
            InetSocketAddress address,
            Optional<Path> socket,
            InetSocketAddress apiServer,
            Optional<InetSocketAddress> join) {
        return new PortRouterConfig(
                address, socket, apiServer, join, Duration.ofSeconds(5), 64, 32_768);
    }
}
