package io.mooring.tunnel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// How many connections of each address have yet to send their ClientHello. Thread-safe.
final class HelloLimits {
    private final int perAddress;
    private final ConcurrentMap<InetAddress, Integer> waiting = new ConcurrentHashMap<>();

    HelloLimits(int perAddress) {
        this.perAddress = perAddress;
    }

    /// Counts one more; false when that is one too many, and it must not be released then. Unix
    /// sockets have no address and no limit: only this machine reaches them.
    boolean acquire(SocketAddress remote) {
        return address(remote)
                .map(key -> waiting.merge(key, 1, Integer::sum))
                .filter(count -> count > perAddress)
                .map(_ -> {
                    release(remote);
                    return false;
                })
                .orElse(true);
    }

    void release(SocketAddress remote) {
        address(remote)
                .ifPresent(key ->
                        waiting.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1));
    }

    private static Optional<InetAddress> address(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet
                ? Optional.ofNullable(inet.getAddress())
                : Optional.empty();
    }
}
