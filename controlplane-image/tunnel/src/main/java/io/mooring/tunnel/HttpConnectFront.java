package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A front that speaks HTTP CONNECT. One per channel.
///
///     HEAD --request--> DIALLING --success, 200 written--> GREETED --200 read--> OPEN
///     any --channel closed--> CLOSED; DIALLING --failure--> CLOSED; GREETED, OPEN --agent closes--> CLOSED
///
/// In GREETED nothing may follow the 200 yet (see [ReadProof]); the first byte from the front proves
/// that it has been read, too.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class HttpConnectFront extends ChannelDuplexHandler implements Front {
    private static final Logger log = LoggerFactory.getLogger(HttpConnectFront.class);
    private static final int MAX_EARLY_BYTES = 64 << 10;

    private enum State {
        HEAD,
        DIALLING,
        GREETED,
        OPEN,
        CLOSED
    }

    private final Dialer dialer;
    private final TunnelContext shared;
    private final Flusher flusher;
    private final UntilRead held = new UntilRead();
    private final EarlyBytes early = new EarlyBytes();
    private State state = State.HEAD;
    private @Nullable ChannelHandlerContext context;
    private @Nullable GatheredWrites writes;
    private @Nullable ScheduledFuture<?> headDeadline;
    private Optional<Dial> dial = Optional.empty();
    private @Nullable Tunnel tunnel;
    private boolean endAfterHeld;

    HttpConnectFront(Dialer dialer, TunnelContext shared, Flusher flusher) {
        this.dialer = dialer;
        this.shared = shared;
        this.flusher = flusher;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        writes = new GatheredWrites(added, flusher, this::delivered);
        shared.metrics().httpConnections.increment();
        Runnable late = () -> reject(408, "Request Timeout");
        var nanos = shared.limits().requestDeadline().toNanos();
        headDeadline = added.executor().schedule(late, nanos, TimeUnit.NANOSECONDS);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the handler is in a pipeline");
    }

    private GatheredWrites writes() {
        return Objects.requireNonNull(writes, "the handler is in a pipeline");
    }

    @Override
    public void flush(ChannelHandlerContext channel) {
        writes().write();
        channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        var bytes = (ByteBuf) message;
        switch (state) {
            case HEAD -> head(early.add(channel.alloc(), bytes));
            case DIALLING -> {
                if (early.add(channel.alloc(), bytes).readableBytes() > MAX_EARLY_BYTES) {
                    pause();
                }
            }
            case GREETED -> {
                open();
                forward(bytes);
            }
            case OPEN -> forward(bytes);
            case CLOSED -> bytes.release();
        }
    }

    private void head(ByteBuf bytes) {
        switch (ConnectRequest.parse(bytes)) {
            case ConnectRequest.Incomplete _ -> {}
            case ConnectRequest.Invalid invalid -> reject(invalid.status(), invalid.reason());
            case ConnectRequest.Valid valid -> {
                stopClock();
                bytes.skipBytes(valid.headBytes());
                state = State.DIALLING;
                dial = dialer.dial(this, "tcp", valid.address());
            }
        }
    }

    private void stopClock() {
        if (headDeadline != null) {
            headDeadline.cancel(false);
        }
    }

    private void reject(int status, String reason) {
        if (state == State.HEAD) {
            stopClock();
            finish(HttpReply.failure(context().alloc(), status, reason));
        }
    }

    private void finish(ByteBuf reply) {
        state = State.CLOSED;
        context().writeAndFlush(reply).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void refused(DialFailure failure) {
        if (state == State.DIALLING) {
            finish(HttpReply.failure(context().alloc(), failure));
        }
    }

    @Override
    public void established(Tunnel established) {
        tunnel = established;
        if (state != State.DIALLING) {
            established.close();
            return;
        }
        state = State.GREETED;
        var reply = HttpReply.established(context().alloc());
        context().writeAndFlush(reply);
        resume();
        forward(early.take());
    }

    private void forward(ByteBuf bytes) {
        if (tunnel != null) {
            tunnel.send(bytes);
        } else {
            bytes.release();
        }
    }

    @Override
    public void data(ByteBuf in, int index, int length) {
        if (state == State.OPEN) {
            writes().add(in, index, length);
        } else if (state == State.GREETED) {
            held.hold(in.retainedSlice(index, length), context().channel(), this::open);
        } else {
            delivered(length);
        }
    }

    private void open() {
        if (state == State.GREETED) {
            state = State.OPEN;
            held.release(this::write);
            if (endAfterHeld) {
                closeWhenWritten();
            }
        }
    }

    private void write(ByteBuf payload) {
        writes().add(payload, payload.readerIndex(), payload.readableBytes());
        payload.release();
    }

    private void drop(ByteBuf payload) {
        var bytes = payload.readableBytes();
        payload.release();
        delivered(bytes);
    }

    private void delivered(int bytes) {
        if (tunnel != null) {
            tunnel.delivered(bytes);
        }
    }

    @Override
    public void closed(String reason) {
        if (state == State.GREETED && !held.isEmpty()) {
            endAfterHeld = true;
        } else if (state == State.GREETED || state == State.OPEN) {
            closeWhenWritten();
        }
    }

    private void closeWhenWritten() {
        state = State.CLOSED;
        writes().write();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void abort(String reason) {
        context().close();
    }

    @Override
    public void pause() {
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        context().channel().config().setAutoRead(true);
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        var was = state;
        state = State.CLOSED;
        stopClock();
        if (was == State.DIALLING) {
            dial.ifPresent(Dial::cancel);
        }
        if (tunnel != null) {
            tunnel.close();
        }
        held.release(this::drop);
        writes().write();
        early.take().release();
        shared.metrics().httpConnections.decrement();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        log.debug("front {} closed", channel.channel(), cause);
        channel.close();
    }
}
