package io.mooring.tunnel;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;

/// `/ProxyService/Proxy`: each call is a front.
record ProxyService(Dialer dialer, TunnelMetrics metrics) implements GrpcServer.Service {
    @Override
    public String path() {
        return "/ProxyService/Proxy";
    }

    @Override
    public GrpcCall.Listener open(GrpcCall call, Http2Headers headers) {
        var front = new GrpcFront(call, dialer, metrics.grpcConnections("Proxy"));
        call.accept(List.of());
        return front;
    }
}
