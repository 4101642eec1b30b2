package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection through an agent. Confined to the tunnel's event loop.
///
///     OPEN --front closes: CLOSE_REQ--> CLOSING --CLOSE_RSP or deadline--> CLOSED
///     OPEN --CLOSE_RSP, agent lost--> CLOSED
///
/// Back-pressure towards the agent: the wire has no window per connection, only that of the agent's
/// stream. Bytes for a reader are credited to the stream as they arrive, so that a slow reader delays no
/// one, until the reader's queue holds `connectionBytes` and is overfull. What comes beyond is
/// credited only as the reader drains, which slows the agent to the reader's pace instead of ending a
/// reader that is merely slow; and, so that others behind it get through meanwhile, a little with each
/// look at it, until the queue holds twice as much. A reader that does not drain is closed alone, after
/// `readerGrace`.
final class Tunnel {
    private static final int SLACK_STEP = 40 << 10;
    private static final Logger log = LoggerFactory.getLogger(Tunnel.class);

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final AgentStream agent;
    private final TunnelContext context;
    private final Front front;
    private final long connectId;
    private final BusyShare.Use use = new BusyShare.Use();
    private State state = State.OPEN;
    private boolean paused;
    private Timers.Task closeDeadline = () -> {};
    private long pendingBytes;
    private long withheldBytes;
    private long slackBytes;
    private boolean overfull;
    private long graceStartNanos;
    private long drainedInGrace;
    private long bytesUntilWritten;
    private long writeStartNanos;

    Tunnel(AgentStream agent, TunnelContext context, Front front, long connectId) {
        this.agent = agent;
        this.context = context;
        this.front = front;
        this.connectId = connectId;
    }

    long connectId() {
        return connectId;
    }

    /// From the front to the agent; takes the payload over.
    void send(ByteBuf payload) {
        if (state != State.OPEN || !payload.isReadable()) {
            payload.release();
            return;
        }
        context.metrics().bytesToAgents.add(payload.readableBytes());
        agent.send(new Packet.Data(connectId, "", payload));
        if (!paused && agent.congested()) {
            paused = true;
            front.pause();
            agent.awaitRoom(this);
        }
    }

    void resume() {
        paused = false;
        if (state == State.OPEN) {
            front.resume();
        }
    }

    /// From the agent to the front: so many bytes of `in`, which stays the caller's.
    void receive(ByteBuf in, int index, int bytes) {
        if (state != State.OPEN || bytes == 0) {
            return;
        }
        if (pendingBytes == 0) {
            graceStartNanos = context.timers().nanoTime();
            drainedInGrace = 0;
        }
        agent.used(use, bytes);
        pendingBytes += bytes;
        context.budget().add(bytes);
        context.metrics().bytesToFronts.add(bytes);
        if (bytesUntilWritten == 0) {
            bytesUntilWritten = pendingBytes;
            writeStartNanos = context.timers().nanoTime();
        }
        front.data(in, index, bytes);
        withhold();
    }

    /// The front wrote, or dropped, that many of the bytes it was given.
    void delivered(int bytes) {
        pendingBytes -= bytes;
        context.budget().remove(bytes);
        timeWrite(bytes);
        drainedInGrace += bytes;
        if (overfull) {
            withhold();
        } else {
            graceStartNanos = context.timers().nanoTime();
            drainedInGrace = 0;
        }
    }

    /// Times one write at a time, so that packets that wait behind it cost no clock reading.
    private void timeWrite(int bytes) {
        if (bytesUntilWritten > 0) {
            bytesUntilWritten = Math.max(0, bytesUntilWritten - bytes);
            if (bytesUntilWritten == 0) {
                var nanos = context.timers().nanoTime() - writeStartNanos;
                context.metrics().frontWriteSeconds.observe(nanos / 1e9);
            }
        }
    }

    private void withhold() {
        var exhausted = context.budget().exhausted();
        var limit = exhausted ? 0 : context.limits().connectionBytes();
        var over = Math.max(0, pendingBytes - limit);
        if (over > 0 && !overfull) {
            overfull = true;
            slackBytes = 0;
            context.watch().add(this);
        }
        overfull = over > 0;
        var held = exhausted ? over : Math.max(0, over - slackBytes);
        if (held != withheldBytes) {
            var change = held - withheldBytes;
            withheldBytes = held;
            agent.withhold(change);
        }
    }

    /// Judges a full queue; false when it is not full any more.
    boolean stillOverfull(long now) {
        if (!overfull) {
            return false;
        }
        if (drainedInGrace >= context.limits().readerMinimumBytes()) {
            graceStartNanos = now;
            drainedInGrace = 0;
        } else if (now - graceStartNanos >= context.limits().readerGrace().toNanos()) {
            context.metrics().stalledReaders.increment();
            log.warn(
                    "agent={} stream={} connection={} closed: its reader left {} bytes unread",
                    agent.agentId(),
                    agent.serial(),
                    connectId,
                    pendingBytes);
            close();
            front.abort("the reader did not keep up");
            return false;
        }
        slackBytes = Math.min(slackBytes + SLACK_STEP, context.limits().connectionBytes());
        withhold();
        return true;
    }

    /// The front is done. Once the agent says so too, or does not in time, [Front#closed] follows.
    void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            closeDeadline =
                    context.timers().schedule(AgentStream.CLOSE_DEADLINE, () -> agent.forget(this));
            agent.send(new Packet.CloseRequest(connectId));
        }
    }

    /// The agent closed the connection, confirmed a close, or is gone.
    void ended(String reason) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            closeDeadline.cancel();
            front.closed(reason);
        }
    }
}
