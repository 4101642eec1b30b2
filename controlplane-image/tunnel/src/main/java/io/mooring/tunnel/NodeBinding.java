package io.mooring.tunnel;

import java.util.HashSet;
import java.util.Optional;

/// Holds an agent to the node its credentials are bound to, so that it cannot attract the traffic
/// of another. A default route names no host and stays allowed.
final class NodeBinding {
    private NodeBinding() {}

    /// The first claim that is not the node's own, as a sentence for the agent; empty if there is
    /// none.
    static Optional<String> violation(AgentHello hello, AgentIdentity.BoundNode node) {
        var own = new HashSet<HostName>();
        own.add(HostName.of(node.name()));
        node.addresses().forEach(address -> own.add(HostName.of(address)));
        if (node.held() == AgentIdentity.Claims.ID_TOO
                && !own.contains(HostName.of(hello.agentId()))) {
            return Optional.of(sentence("agent ID", hello.agentId(), node));
        }
        return hello.identifiers().names().stream()
                .filter(name -> !own.contains(name))
                .findFirst()
                .map(name -> sentence("identifier", name.text(), node));
    }

    private static String sentence(String what, String value, AgentIdentity.BoundNode node) {
        return "the %s \"%s\" is not a name or address of node \"%s\", to which the agent's credentials are bound"
                .formatted(what, value, node.name());
    }
}
