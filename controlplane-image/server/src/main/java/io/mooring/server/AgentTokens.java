package io.mooring.server;

/// Whose tokens let an agent into the tunnel.
///
/// @param audience what the tokens have to be issued for
public record AgentTokens(
        String namespace, String serviceAccount, String audience, Binding binding) {

    /// What a token that is bound to a node lets an agent claim.
    public enum Binding {
        /// Anything, as upstream does.
        OFF,
        /// Only the node's own addresses and name as identifiers, where nodes can be read.
        IDENTIFIERS,
        /// The same, and the agent's ID has to be one of them.
        STRICT
    }

    String username() {
        return "system:serviceaccount:" + namespace + ":" + serviceAccount;
    }
}
