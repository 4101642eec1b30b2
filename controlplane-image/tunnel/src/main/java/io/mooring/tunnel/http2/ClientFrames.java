package io.mooring.tunnel.http2;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.REFUSED_STREAM;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/// Does what the frames of a client say: opens and ends streams, hands data on, keeps the windows.
final class ClientFrames implements FrameDecoder.Frames, ControlFrames.Meaning {
    private static final long TUNING = -1;

    private final Http2Connection connection;
    private final Http2Limits limits;
    private final Http2Connection.Requests requests;
    private final FloodGuard guard;
    private final WindowTuner tuner;
    private final ReceiveWindow window;
    private final OpenStreams streams = new OpenStreams();
    private @Nullable Http2Stream receiving;
    private int lastStream;
    private int initialSendWindow = FrameType.DEFAULT_WINDOW;

    ClientFrames(
            Http2Connection connection, Http2Limits limits, Http2Connection.Requests requests) {
        this.connection = connection;
        this.limits = limits;
        this.requests = requests;
        this.guard = new FloodGuard(limits.maxChurn());
        this.tuner = new WindowTuner(limits.streamWindow(), limits.maxStreamWindow());
        this.window = new ReceiveWindow(limits.connectionWindow());
    }

    boolean idle() {
        return streams.size() == 0;
    }

    int lastStream() {
        return lastStream;
    }

    /// The connection is over.
    void lose(String reason) {
        streams.loseAll(reason);
    }

    @Override
    public void dataBegins(int id, int windowBytes) throws Http2Exception {
        if (id == 0 || id > lastStream) {
            throw connectionError(PROTOCOL_ERROR, "DATA on stream %d, never opened", id);
        }
        if (!window.take(windowBytes)) {
            throw connectionError(FLOW_CONTROL_ERROR, "more than the connection was allowed");
        }
        if (tuner.received(windowBytes, System.nanoTime())) {
            connection.ping(TUNING);
        }
        var stream = streams.get(id);
        receiving = stream;
        if (stream == null) {
            return;
        }
        if (stream.clientEnded) {
            streams.fail(stream, STREAM_CLOSED, "data after its end");
        } else if (!stream.received(windowBytes)) {
            streams.fail(stream, FLOW_CONTROL_ERROR, "more than stream " + id + " was allowed");
        }
    }

    @Override
    public void data(int id, ByteBuf in, int length) {
        var stream = receiving;
        var listener = stream == null ? null : stream.listener();
        if (listener != null) {
            listener.data(in, length);
        }
    }

    @Override
    public void dataEnds(int id, int windowBytes, boolean endOfStream) throws Http2Exception {
        guard.data(windowBytes == 0 && !endOfStream);
        var stream = receiving;
        if (stream == null) {
            credit(windowBytes);
            return;
        }
        stream.heard(windowBytes);
        var listener = stream.listener();
        if (listener == null) {
            stream.credit(windowBytes);
        } else {
            listener.consumed(windowBytes);
        }
        if (endOfStream) {
            streams.ended(stream);
        }
    }

    void credit(int bytes) {
        var due = window.credit(bytes);
        if (due > 0) {
            connection.outbox().windowUpdate(0, due);
            connection.marked();
        }
    }

    @Override
    public void headers(int id, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        var known = streams.get(id);
        if (known != null) {
            if (endOfStream && !known.clientEnded) {
                streams.ended(known);
            } else {
                streams.fail(known, PROTOCOL_ERROR, "a second request");
            }
            return;
        }
        if (isNew(id)) {
            var stream = new Http2Stream(connection, id, initialSendWindow, limits.streamWindow());
            streams.add(stream);
            stream.tuned(tuner.window());
            stream.listen(requests.opened(stream, headers));
            if (endOfStream) {
                streams.ended(stream);
            }
        }
    }

    /// False when the stream is over already, or may not be opened.
    private boolean isNew(int id) throws Http2Exception {
        if (id <= lastStream) {
            return false;
        }
        if (id % 2 == 0) {
            throw connectionError(PROTOCOL_ERROR, "a client opens stream %d", id);
        }
        guard.churned();
        lastStream = id;
        if (streams.size() >= limits.maxStreams()) {
            refuse(id, REFUSED_STREAM);
            return false;
        }
        return true;
    }

    private void refuse(int id, Http2Error error) throws Http2Exception {
        connection.outbox().reset(id, error.code());
        replied();
    }

    private void replied() throws Http2Exception {
        connection.marked();
        guard.replied(connection.channel().isWritable());
    }

    @Override
    public void unreadableHeaders(int id) throws Http2Exception {
        var known = streams.get(id);
        if (known != null) {
            streams.fail(known, PROTOCOL_ERROR, "malformed headers");
        } else if (isNew(id)) {
            refuse(id, PROTOCOL_ERROR);
        }
    }

    void forget(Http2Stream stream) {
        streams.forget(stream);
    }

    @Override
    public void reset(int id, long error) throws Http2Exception {
        known(id, "RST_STREAM");
        var stream = streams.get(id);
        if (stream != null) {
            guard.churned();
            streams.lose(stream, "it reset the stream (HTTP/2 error " + error + ")");
        }
    }

    private void known(int id, String what) throws Http2Exception {
        if (id > lastStream) {
            throw connectionError(PROTOCOL_ERROR, "%s for stream %d, never opened", what, id);
        }
    }

    @Override
    public void headerTableSize() {
        connection.outbox().tableSize();
    }

    @Override
    public void initialWindow(int bytes) throws Http2Exception {
        var change = (long) bytes - initialSendWindow;
        initialSendWindow = bytes;
        for (var stream : streams.all()) {
            if (!stream.widen(change)) {
                throw connectionError(FLOW_CONTROL_ERROR, "a window of more than 2 GiB");
            }
        }
    }

    @Override
    public void maxFrame(int bytes) {
        connection.outbox().maxFrame(bytes);
    }

    @Override
    public void settingsRead() throws Http2Exception {
        connection.outbox().settingsRead();
        replied();
    }

    @Override
    public void ping(long content) throws Http2Exception {
        connection.outbox().ping(content, true);
        replied();
    }

    @Override
    public void pong(long content) {
        if (content != TUNING) {
            requests.pong(content);
        } else if (tuner.answered(System.nanoTime())) {
            for (var stream : streams.all()) {
                stream.tuned(tuner.window());
            }
        }
    }

    @Override
    public void windowUpdate(int id, int bytes) throws Http2Exception {
        if (id == 0) {
            if (bytes == 0 || !connection.outbox().widen(bytes)) {
                throw connectionError(FLOW_CONTROL_ERROR, "a window update of %d bytes", bytes);
            }
            connection.marked();
            return;
        }
        known(id, "WINDOW_UPDATE");
        var stream = streams.get(id);
        if (stream != null && (bytes == 0 || !stream.widen(bytes))) {
            streams.fail(stream, FLOW_CONTROL_ERROR, "a window update of " + bytes + " bytes");
        }
    }
}
