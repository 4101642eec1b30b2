package io.mooring.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// The threads, the transport (epoll where there is one) and the buffers of this module.
///
/// Buffers come from two small arenas in chunks of 512 KiB, without caches for foreign threads:
/// what the limits allow to be held decides how much memory is used, not the allocator.
final class EventLoops implements AutoCloseable {
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(32 << 10, 64 << 10);

    private static final long UNSENT_BYTES = 128 << 10;

    private final boolean epoll = Epoll.isAvailable();
    private final EventLoopGroup group;
    private final EventLoop tunnel;
    private final ByteBufAllocator allocator =
            new PooledByteBufAllocator(true, 1, 2, 8192, 6, 256, 32, false);

    EventLoops(int threads) {
        group =
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("mooring-tunnel", true),
                        epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        tunnel = group.next();
    }

    /// The loop that all state of the tunnel is confined to.
    EventLoop tunnel() {
        return tunnel;
    }

    EventLoopGroup all() {
        return group;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    ServerBootstrap tcpServer(EventLoopGroup loops) {
        Class<? extends ServerChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return server(loops, type)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
    }

    ServerBootstrap unixServer(EventLoopGroup loops) {
        Class<? extends ServerChannel> type =
                epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
        return server(loops, type);
    }

    private ServerBootstrap server(EventLoopGroup loops, Class<? extends ServerChannel> type) {
        return new ServerBootstrap()
                .group(loops, loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    }

    Bootstrap tcpClient(EventLoop loop) {
        return new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    }

    SocketAddress unixAddress(Path path) {
        return epoll
                ? new io.netty.channel.unix.DomainSocketAddress(path.toFile())
                : java.net.UnixDomainSocketAddress.of(path);
    }

    /// Ends the channel once bytes stay unacknowledged for that long.
    void userTimeout(Channel channel, Duration timeout) {
        if (channel instanceof EpollSocketChannel) {
            channel.config()
                    .setOption(
                            EpollChannelOption.TCP_USER_TIMEOUT,
                            Math.toIntExact(timeout.toMillis()));
        }
    }

    /// Keeps little of what is written unsent in the kernel, where it can be passed by nothing.
    void sendLittleAhead(Channel channel) {
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT_BYTES);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3000);
    }
}
