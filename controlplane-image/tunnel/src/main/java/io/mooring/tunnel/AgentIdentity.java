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

        /// An agent that may claim this node's name and addresses, and no others, and must be
        /// called by one of them.
        public static Accepted boundTo(String node, Set<String> addresses) {
            return new Accepted(Optional.of(new BoundNode(node, addresses, Claims.ID_TOO)));
        }

        /// The same for an agent whose ID may be anything.
        public static Accepted identifiersBoundTo(String node, Set<String> addresses) {
            return new Accepted(
                    Optional.of(new BoundNode(node, addresses, Claims.IDENTIFIERS_ONLY)));
        }
    }

    /// The agent may not connect; it is told the reason.
    record Refused(String reason) implements AgentIdentity {}

    /// What of an agent's hello has to be the node's own.
    enum Claims {
        ID_TOO,
        IDENTIFIERS_ONLY
    }

    /// A node and the addresses that are known to be its own.
    record BoundNode(String name, Set<String> addresses, Claims held) {
        public BoundNode {
            addresses = Set.copyOf(addresses);
        }
    }
}
