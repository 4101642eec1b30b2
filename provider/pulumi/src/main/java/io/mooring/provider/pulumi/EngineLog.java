package io.mooring.provider.pulumi;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.mooring.provider.core.Progress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

/// Shows progress in the Status column of the engine's display. The channel is opened by the first
/// message; a message that does not get through in two seconds is lost, not waited for.
/// Thread-safe.
final class EngineLog implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 2;

    // guarded by this
    private String address = "";
    // guarded by this
    private Optional<ManagedChannel> channel = Optional.empty();

    /// From now on talks to the engine at this address.
    synchronized void attach(String engineAddress) {
        close();
        address = engineAddress;
    }

    /// Progress of one operation on one resource; says nothing twice in a row.
    Progress progress(String urn) {
        var last = new AtomicReference<>("");
        return text -> {
            if (!text.equals(last.getAndSet(text))) {
                send(urn, text);
            }
        };
    }

    private void send(String urn, String text) {
        var open = channel();
        if (open.isEmpty()) {
            return;
        }
        var request =
                LogRequest.newBuilder()
                        .setSeverity(LogSeverity.INFO)
                        .setUrn(urn)
                        .setMessage(text)
                        .setEphemeral(true)
                        .build();
        try {
            var _ =
                    EngineGrpc.newBlockingStub(open.get())
                            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .log(request);
        } catch (StatusRuntimeException _) {
            // Progress is a courtesy: an engine that does not listen must not fail the operation.
        }
    }

    private synchronized Optional<ManagedChannel> channel() {
        if (channel.isEmpty() && !address.isEmpty()) {
            channel = Optional.of(Channels.open(address));
        }
        return channel;
    }

    @Override
    public synchronized void close() {
        channel.ifPresent(ManagedChannel::shutdown);
        channel = Optional.empty();
        address = "";
    }
}
