package io.mooring.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One stream a client has opened: what waits to be sent, and a window each way. Confined to its
/// connection's event loop.
///
///     OPEN --finish, all sent--> ENDED; OPEN --reset by either, connection lost--> ENDED
///
/// In ENDED nothing is sent or heard any more.
public final class Http2Stream {
    /// What the owner of a stream hears of it; nothing after it has ended the stream itself.
    public interface Listener {
        /// The next `length` bytes of `in`, whose indices are to be left alone.
        void data(ByteBuf in, int length);

        /// So much of the window was used by what has been handed over.
        void consumed(int windowBytes);

        /// The client has ended its side.
        void ended();

        /// What is to go out with the next frames is to be sent now.
        default void sending() {}

        /// So many of the bytes given to [#send] have left for the socket, or were dropped.
        void written(int bytes);

        /// The stream is over.
        void lost(String reason);
    }

    private final Http2Connection connection;
    private final int id;
    private final Deque<ByteBuf> queue = new ArrayDeque<>(4);
    private @Nullable Listener listener;
    private @Nullable List<Map.Entry<String, String>> trailers;
    private int queuedBytes;
    private long sendWindow;
    private int receiveWindow;
    private int receiveTarget;
    private int floor;
    private int tuned;
    private int owed;
    private int unconsumed;
    private boolean answered;
    private boolean finishing;
    private boolean ended;
    boolean clientEnded;
    boolean ready;

    Http2Stream(Http2Connection connection, int id, int sendWindow, int receiveWindow) {
        this.connection = connection;
        this.id = id;
        this.sendWindow = sendWindow;
        this.receiveWindow = receiveWindow;
        this.receiveTarget = receiveWindow;
        this.tuned = receiveWindow;
    }

    public Http2Connection connection() {
        return connection;
    }

    public int id() {
        return id;
    }

    /// True once nothing can be sent any more.
    public boolean ended() {
        return ended || finishing;
    }

    void listen(Listener heard) {
        listener = heard;
    }

    @Nullable Listener listener() {
        return ended() ? null : listener;
    }

    /// Answers with status 200 and those headers; once, and before anything else is sent.
    public void answer(List<Map.Entry<String, String>> headers) {
        if (!ended()) {
            answered = true;
            connection.outbox().headers(id, headers, true, false);
            connection.marked();
        }
    }

    /// Has [Listener#sending] called before the next frames are written.
    public void wake() {
        if (!ended()) {
            connection.outbox().ready(this);
            connection.marked();
        }
    }

    /// Takes the bytes over.
    public void send(ByteBuf bytes) {
        if (ended() || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        queuedBytes += bytes.readableBytes();
        queue.add(bytes);
        wake();
    }

    /// Ends the stream with those headers once all that was given to [#send] is sent.
    public void finish(List<Map.Entry<String, String>> last) {
        if (!ended()) {
            finishing = true;
            trailers = last;
            connection.outbox().ready(this);
            connection.marked();
        }
    }

    /// Ends the stream at once and drops what waits.
    public void reset(Http2Error error) {
        if (!ended) {
            connection.outbox().reset(id, error.code());
            connection.marked();
            connection.forget(this);
        }
    }

    /// Lets the client send that many bytes more.
    public void credit(int bytes) {
        var unheard = Math.min(bytes, unconsumed);
        unconsumed -= unheard;
        connection.credit(unheard);
        if (!ended() && !clientEnded) {
            owed += bytes;
            grant();
        }
    }

    /// Lets the client be at least that many bytes ahead from now on; more where the link holds
    /// more.
    public void window(int atLeast) {
        floor = atLeast;
        tuned(tuned);
    }

    void tuned(int bytes) {
        tuned = bytes;
        var target = Math.max(floor, tuned);
        if (!ended() && !clientEnded && target != receiveTarget) {
            owed += target - receiveTarget;
            receiveTarget = target;
            grant();
        }
    }

    /// Once half of the window is owed; sooner where the client could not send a frame else.
    private void grant() {
        var frame = FrameType.DEFAULT_MAX_FRAME;
        if (owed >= receiveTarget / 2 || owed >= frame && receiveWindow < frame) {
            receiveWindow += owed;
            connection.outbox().windowUpdate(id, owed);
            connection.marked();
            owed = 0;
        }
    }

    /// False when that is more than the client may send.
    boolean received(int windowBytes) {
        receiveWindow -= windowBytes;
        return receiveWindow >= 0;
    }

    /// All of a frame has been heard; its bytes are the connection's again once they are credited,
    /// or the stream is over.
    void heard(int windowBytes) {
        unconsumed += windowBytes;
    }

    /// False when the window is more than there can be.
    boolean widen(long bytes) {
        sendWindow += bytes;
        if (sendWindow > 0 && queuedBytes > 0) {
            connection.outbox().ready(this);
            connection.marked();
        }
        return sendWindow <= Integer.MAX_VALUE;
    }

    /// How much may be sent now, as far as this stream goes.
    int sendable() {
        return (int) Math.max(0, Math.min(queuedBytes, sendWindow));
    }

    boolean endsNow() {
        return finishing && !ended && queuedBytes == 0;
    }

    /// Copies so many of the bytes that wait.
    void copyInto(ByteBuf out, int bytes) {
        var left = bytes;
        sendWindow -= bytes;
        queuedBytes -= bytes;
        while (left > 0) {
            var first = queue.element();
            var count = Math.min(left, first.readableBytes());
            out.writeBytes(first, count);
            left -= count;
            if (!first.isReadable()) {
                queue.remove().release();
            }
        }
    }

    void writeTrailers() {
        var last = trailers == null ? List.<Map.Entry<String, String>>of() : trailers;
        connection.outbox().headers(id, last, !answered, true);
        if (!clientEnded) {
            connection.outbox().reset(id, Http2Error.NO_ERROR.code());
        }
        connection.forget(this);
    }

    void sending() {
        if (listener != null && !ended()) {
            listener.sending();
        }
    }

    void written(int bytes) {
        if (listener != null) {
            listener.written(bytes);
        }
    }

    /// Drops what waits. Called once, by the connection.
    void end() {
        ended = true;
        var dropped = queuedBytes;
        queuedBytes = 0;
        while (!queue.isEmpty()) {
            queue.remove().release();
        }
        connection.credit(unconsumed);
        unconsumed = 0;
        if (dropped > 0) {
            written(dropped);
        }
    }
}
