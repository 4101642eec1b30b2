package io.mooring.tunnel;

import java.util.Optional;

/// Starts dials for fronts. Confined to the tunnel's event loop.
final class Dialer {
    private final TunnelContext context;

    Dialer(TunnelContext context) {
        this.context = context;
    }

    /// Dials through the agent that suits the address best. Empty when the front has been refused
    /// already; else the dial, which the front may cancel until it is answered.
    Optional<Dial> dial(Front front, String protocol, String address) {
        var pending = context.metrics().pendingDials.value();
        if (pending >= context.limits().maxPendingDials()) {
            context.metrics().dialFailed("overloaded");
            front.refused(
                    new DialFailure.Overloaded(
                            "dial %s: %d dials are pending already".formatted(address, pending)));
            return Optional.empty();
        }
        var directory = context.directory();
        var agent = directory.choose(HostName.ofAddress(address));
        if (agent.isEmpty()) {
            context.metrics().dialFailed("no_agent");
            front.refused(new DialFailure.NoAgent(address, directory.size()));
        }
        return agent.map(chosen -> chosen.dial(front, protocol, address));
    }
}
