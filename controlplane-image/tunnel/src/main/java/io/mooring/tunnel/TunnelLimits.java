package io.mooring.tunnel;

import java.time.Duration;

/// The bounds of a tunnel server.
///
/// Worst case for buffered bytes: `totalBytes`, and besides it for each agent `agentWindowBytes`
/// towards the fronts and 256 KiB towards the agent.
///
/// @param connectionBytes what is held for one slow reader before its agent stream is slowed down
/// @param totalBytes what is held for all readers together
/// @param agentShareBytes what an agent may be ahead for each of its connections that is busy
/// @param agentWindowBytes the HTTP/2 window an agent is given where its link holds as much
/// @param readerGrace how long a reader with a full queue may drain less than `readerMinimumBytes`
///   before its connection, and only that, is closed
/// @param agentGrace how long an agent may read nothing while fronts wait for it, before its stream
///   is ended with all its connections: upstream's agent reads no more once one of its targets does
///   not
/// @param dialDeadline when a dial that no one answered is answered with a failure
public record TunnelLimits(
        int connectionBytes,
        long totalBytes,
        int agentShareBytes,
        int agentWindowBytes,
        Duration readerGrace,
        int readerMinimumBytes,
        Duration agentGrace,
        Duration dialDeadline,
        Duration requestDeadline,
        Duration authenticationDeadline,
        int maxFronts,
        int maxAgentConnections,
        int maxPendingDials,
        int maxAuthentications) {

    public static TunnelLimits defaults() {
        return new TunnelLimits(
                2 << 20,
                32L << 20,
                128 << 10,
                1 << 20,
                Duration.ofSeconds(1),
                16 << 10,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                16_384,
                16_384,
                4_096,
                256);
    }

    /// The same with another dial deadline.
    public TunnelLimits withDialDeadline(Duration deadline) {
        return with(agentGrace, deadline);
    }

    /// The same with another patience with agents that do not read.
    public TunnelLimits withAgentGrace(Duration grace) {
        return with(grace, dialDeadline);
    }

    private TunnelLimits with(Duration grace, Duration deadline) {
        return new TunnelLimits(
                connectionBytes,
                totalBytes,
                agentShareBytes,
                agentWindowBytes,
                readerGrace,
                readerMinimumBytes,
                grace,
                deadline,
                requestDeadline,
                authenticationDeadline,
                maxFronts,
                maxAgentConnections,
                maxPendingDials,
                maxAuthentications);
    }
}
