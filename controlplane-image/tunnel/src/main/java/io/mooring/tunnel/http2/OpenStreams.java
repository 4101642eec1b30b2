package io.mooring.tunnel.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The streams of a connection that are not over, and how they end.
final class OpenStreams {
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>(2);

    void add(Http2Stream stream) {
        streams.put(stream.id(), stream);
    }

    @Nullable Http2Stream get(int id) {
        return streams.get(id);
    }

    int size() {
        return streams.size();
    }

    Collection<Http2Stream> all() {
        return streams.values();
    }

    void forget(Http2Stream stream) {
        streams.remove(stream.id());
        stream.end();
    }

    /// The client has ended its side.
    void ended(Http2Stream stream) {
        stream.clientEnded = true;
        var listener = stream.listener();
        if (listener != null) {
            listener.ended();
        }
    }

    /// The client, or its connection, has ended the stream.
    void lose(Http2Stream stream, String reason) {
        var listener = stream.listener();
        forget(stream);
        if (listener != null) {
            listener.lost(reason);
        }
    }

    void loseAll(String reason) {
        for (var stream : new ArrayList<>(streams.values())) {
            lose(stream, reason);
        }
    }

    /// The client broke a rule on that stream.
    void fail(Http2Stream stream, Http2Error error, String reason) {
        var listener = stream.listener();
        stream.reset(error);
        if (listener != null) {
            listener.lost("HTTP/2: " + reason);
        }
    }
}
