package io.mooring.tunnel;

import io.mooring.tunnel.http2.Http2Connection;
import io.mooring.tunnel.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.function.LongConsumer;

/// Turns the streams of one connection into gRPC calls of one service.
record GrpcServer(Service service, LongConsumer pongs) implements Http2Connection.Requests {
    /// Answers calls.
    interface Service {
        /// The only path this service answers.
        String path();

        /// Opens a call. May finish it at once.
        GrpcCall.Listener open(GrpcCall call, Http2Headers headers);
    }

    @Override
    public Http2Stream.Listener opened(Http2Stream stream, Http2Headers headers) {
        var call = new GrpcCall(stream);
        var path = headers.path();
        if (path == null || !service.path().contentEquals(path)) {
            call.finish(GrpcCall.UNIMPLEMENTED, "unknown service or method " + path);
        } else {
            call.listen(service.open(call, headers));
        }
        return call;
    }

    @Override
    public void pong(long content) {
        pongs.accept(content);
    }
}
