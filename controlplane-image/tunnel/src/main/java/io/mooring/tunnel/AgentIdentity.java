package io.mooring.tunnel;

import java.util.Optional;
import java.util.Set;

/// What an [AgentAuthenticator] found out about an agent.
public sealed interface AgentIdentity {

    /// The agent may connect; with a `node` it may speak for that node alone.
    record Accepted(Optional<BoundNode> node) implements AgentIdentity {
        /// An agent that may claim any identifier.
        public static Accepted anyNode() {
            return new Accepted(Optional.empty());
        }

        /// An agent that may claim this node's name and addresses, and no others.
        public static Accepted boundTo(String node, Set<String> addresses) {
            return new Accepted(Optional.of(new BoundNode(node, addresses)));
        }
    }

    /// The agent may not connect; it is told the reason.
    record Refused(String reason) implements AgentIdentity {}

    /// A node and the addresses that are known to be its own.
    record BoundNode(String name, Set<String> addresses) {
        public BoundNode {
            addresses = Set.copyOf(addresses);
        }
    }
}
