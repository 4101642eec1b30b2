package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Payloads that may not follow the 200 before it has been read (see [ReadProof]).
final class UntilRead {
    private final Deque<ByteBuf> held = new ArrayDeque<>(2);
    private boolean proofAsked;

    /// Takes the payload over, and sees to it that `read` runs in the end.
    void hold(ByteBuf payload, Channel channel, Runnable read) {
        held.add(payload);
        if (!proofAsked) {
            proofAsked = true;
            ReadProof.await(channel, read);
        }
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /// Hands all over, in order.
    void release(Consumer<ByteBuf> taker) {
        while (!held.isEmpty()) {
            taker.accept(held.remove());
        }
    }
}
