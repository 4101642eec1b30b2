package io.mooring.nodes.aws.testkit;

import java.util.concurrent.atomic.AtomicInteger;

/// An account of moto, empty at first: at each call moto looks through all that its account ever
/// had.
public record MotoAccount(MotoServer server, String id) {

    /// The header by which moto is told whose call it is.
    static final String HEADER = "x-moto-account-id";

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// The next one of the server of this JVM.
    public static MotoAccount next() {
        return new MotoAccount(MotoServer.shared(), "%012d".formatted(COUNT.incrementAndGet()));
    }
}
