package io.mooring.tunnel;

/// Decides whether an agent may connect, e.g. by a TokenReview. Called on a virtual thread, by many
/// at once; it may block, up to the limit's `authenticationDeadline`, after which it is
/// interrupted.
@FunctionalInterface
public interface AgentAuthenticator {
    AgentIdentity authenticate(AgentHello hello) throws InterruptedException;
}
