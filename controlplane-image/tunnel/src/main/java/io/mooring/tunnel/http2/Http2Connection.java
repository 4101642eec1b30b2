package io.mooring.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection of a client. One per channel, confined to its event loop.
///
/// What is to be sent waits until the channel is flushed, which `mark` is asked to see to.
public final class Http2Connection extends ChannelDuplexHandler {
    /// Answers requests.
    public interface Requests {
        /// A stream was opened. May end it at once; what is returned then hears nothing.
        Http2Stream.Listener opened(Http2Stream stream, Http2Headers headers);

        /// A ping of [#ping] was answered.
        default void pong(long content) {}
    }

    private final Http2Limits limits;
    private final Consumer<Channel> mark;
    private final ClientFrames frames;
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameDecoder decoder;
    private @Nullable Outbox outbox;
    private String lossReason = "its connection ended";
    private boolean greeted;
    private boolean marked;

    public Http2Connection(Http2Limits limits, Requests requests, Consumer<Channel> mark) {
        this.limits = limits;
        this.mark = mark;
        this.frames = new ClientFrames(this, limits, requests);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        var control = new ControlFrames(added.alloc(), limits.maxHeaderBytes(), frames);
        decoder = new FrameDecoder(added.alloc(), frames, control);
        outbox = new Outbox(added);
    }

    public Channel channel() {
        return Objects.requireNonNull(context, "the handler is in a pipeline").channel();
    }

    Outbox outbox() {
        return Objects.requireNonNull(outbox, "the handler is in a pipeline");
    }

    /// True while no stream is open.
    public boolean idle() {
        return frames.idle();
    }

    public void ping(long content) {
        outbox().ping(content, false);
        marked();
    }

    /// Closes the connection, and with it every stream, for a reason of ours.
    public void close(String reason) {
        lossReason = reason;
        channel().close();
    }

    void marked() {
        if (!marked) {
            marked = true;
            mark.accept(channel());
        }
    }

    @Override
    public void flush(ChannelHandlerContext channel) {
        marked = false;
        outbox().pump();
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext channel) {
        if (channel.channel().isWritable()) {
            marked();
        }
        channel.fireChannelWritabilityChanged();
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        var in = (ByteBuf) message;
        try {
            greet();
            Objects.requireNonNull(decoder, "the handler is in a pipeline").feed(in);
        } catch (Http2Exception e) {
            violated(e.error(), String.valueOf(e.getMessage()));
        } finally {
            in.release();
        }
    }

    /// Our settings go out with the first answer: clients speak first.
    private void greet() {
        if (!greeted) {
            greeted = true;
            outbox().settings(limits.streamWindow(), limits.maxStreams(), limits.maxHeaderBytes());
            var more = limits.connectionWindow() - FrameType.DEFAULT_WINDOW;
            if (more > 0) {
                outbox().windowUpdate(0, more);
            }
            marked();
        }
    }

    private void violated(Http2Error error, String reason) {
        Objects.requireNonNull(decoder).close();
        lossReason = "HTTP/2: " + reason;
        outbox().goAway(frames.lastStream(), error.code(), reason);
        flush(Objects.requireNonNull(context));
        channel().write(channel().alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
        channel().flush();
    }

    void credit(int bytes) {
        frames.credit(bytes);
    }

    void forget(Http2Stream stream) {
        frames.forget(stream);
    }

    @Override
    public void channelInactive(ChannelHandlerContext channel) {
        Objects.requireNonNull(decoder).close();
        frames.lose(lossReason);
        outbox().close();
        channel.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        close(String.valueOf(cause.getMessage()));
    }
}
