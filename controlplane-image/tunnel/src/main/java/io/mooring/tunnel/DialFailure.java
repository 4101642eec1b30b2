package io.mooring.tunnel;

import java.time.Duration;

/// Why a dial came to nothing.
sealed interface DialFailure {
    String message();

    /// No agent is connected that could serve the address.
    record NoAgent(String address, int connectedAgents) implements DialFailure {
        @Override
        public String message() {
            return connectedAgents == 0
                    ? "No agent available: none is connected, so "
                            + address
                            + " is out of reach"
                            + " (is a node up, and can it reach this control plane's exposed port?)"
                    : "No agent available for %s: %d connected, but none serves this host"
                            .formatted(address, connectedAgents);
        }
    }

    /// The agent tried and failed; the text is its own.
    record Refused(String message) implements DialFailure {}

    /// The agent did not say anything in time.
    record Unanswered(String address, String agentId, Duration deadline) implements DialFailure {
        @Override
        public String message() {
            return "dial %s timeout: agent %s gave no answer within %d ms"
                    .formatted(address, agentId, deadline.toMillis());
        }
    }

    /// The agent's stream ended meanwhile.
    record AgentLost(String address, String agentId, String reason) implements DialFailure {
        @Override
        public String message() {
            return "dial %s: agent %s was lost meanwhile: %s".formatted(address, agentId, reason);
        }
    }

    /// Too much is going on.
    record Overloaded(String message) implements DialFailure {}
}
