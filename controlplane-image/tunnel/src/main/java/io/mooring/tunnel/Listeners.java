package io.mooring.tunnel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// Starts to listen, on TCP and on Unix sockets.
final class Listeners {
    private Listeners() {}

    static InetSocketAddress tcp(
            ServerBootstrap bootstrap,
            InetSocketAddress address,
            ChannelInitializer<Channel> initializer,
            ChannelGroup servers)
            throws IOException {
        var bound = bootstrap.childHandler(initializer).bind(address).awaitUninterruptibly();
        if (bound.cause() != null) {
            throw new IOException(
                    "cannot listen on %s: %s (is another process using the port?)"
                            .formatted(address, bound.cause().getMessage()),
                    bound.cause());
        }
        servers.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    static void unix(
            ServerBootstrap bootstrap,
            EventLoops loops,
            Path path,
            ChannelInitializer<Channel> initializer,
            ChannelGroup servers)
            throws IOException {
        var file = new UnixSocketFile(path);
        var unfinished = file.unfinished();
        var bound =
                bootstrap
                        .childHandler(initializer)
                        .bind(loops.unixAddress(unfinished))
                        .awaitUninterruptibly();
        if (bound.cause() != null) {
            throw new IOException(
                    "cannot listen on the Unix socket %s: %s (is its directory there, and the path short?)"
                            .formatted(path, bound.cause().getMessage()),
                    bound.cause());
        }
        servers.add(bound.channel());
        file.publish(unfinished);
    }
}
