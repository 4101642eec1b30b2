package io.mooring.provider.pulumi;

import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;

/// Opens channels to the engine, which always listens on this machine without TLS.
final class Channels {
    /// The engine's own limit; stacks with large states come close to smaller ones.
    static final int LARGEST_MESSAGE_BYTES = 400 << 20;

    private Channels() {}

    static ManagedChannel open(String address) {
        return OkHttpChannelBuilder.forTarget(address)
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
                .build();
    }
}
