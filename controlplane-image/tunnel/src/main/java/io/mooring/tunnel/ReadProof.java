package io.mooring.tunnel;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Tells when the peer of a Unix socket has read all that was written to it.
///
/// kube-apiserver fails a dial when any byte follows the blank line of our reply in the same read,
/// and a stream socket joins what waits in it, however it was written. The kernel's SO_MEMINFO says
/// how much of what we wrote still waits to be read. Where that cannot be asked, a pause has to do.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class ReadProof {
    private static final RawUnixChannelOption SO_MEMINFO =
            new RawUnixChannelOption("SO_MEMINFO", 1, 55, 9 * Integer.BYTES);
    private static final int WRITE_MEMORY = 2 * Integer.BYTES;
    private static final Duration POLL = Duration.ofMillis(1);
    private static final Duration BLIND_PAUSE = Duration.ofMillis(25);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Channel channel;
    private final Runnable proven;
    private final long startedNanos = System.nanoTime();
    private boolean done;

    private ReadProof(Channel channel, Runnable proven) {
        this.channel = channel;
        this.proven = proven;
    }

    /// Runs `proven` on the channel's loop once its peer has read everything, or after ten seconds.
    static void await(Channel channel, Runnable proven) {
        var proof = new ReadProof(channel, proven);
        if (channel instanceof EpollDomainSocketChannel) {
            proof.poll();
        } else {
            proof.later(BLIND_PAUSE, proof::finish);
        }
    }

    private void poll() {
        if (!channel.isOpen()) {
            finish();
        } else if (unread() == 0 || System.nanoTime() - startedNanos > LIMIT.toNanos()) {
            // The read that took our bytes may not have returned yet and would take more along.
            later(POLL, this::finish);
        } else {
            later(POLL, this::poll);
        }
    }

    private int unread() {
        var info = channel.config().getOption(SO_MEMINFO);
        return info.order(ByteOrder.nativeOrder()).getInt(WRITE_MEMORY);
    }

    private void finish() {
        if (!done) {
            done = true;
            proven.run();
        }
    }

    private void later(Duration delay, Runnable step) {
        channel.eventLoop().schedule(step, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
