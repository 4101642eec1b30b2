package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The call of one agent, from its request on, and the link to it once it is let in.
///
///     UNDECIDED --accepted--> IN --stream ends--> OVER; UNDECIDED --refused, gone--> OVER
///
/// A link has room for 256 KiB; when it is used up, fronts pause until half of it is free again.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class AgentCall implements GrpcCall.Listener, AgentLink {
    private static final String SERVER_ID = "serverid";
    private static final long ROOM_BYTES = 256 << 10;
    private static final Logger log = LoggerFactory.getLogger(AgentCall.class);

    private final GrpcCall call;
    private final TunnelContext context;
    private final long serial;
    private @Nullable AgentStream stream;

    AgentCall(GrpcCall call, TunnelContext context, long serial) {
        this.call = call;
        this.context = context;
        this.serial = serial;
    }

    void execute(Runnable task) {
        call.channel().eventLoop().execute(task);
    }

    boolean undecided() {
        return stream == null && !call.over();
    }

    /// Ends the call with the reason, and puts it where the upstream agent's log shows it: that
    /// agent says nothing of the status, but complains of, and prints, server ids that are not
    /// exactly one.
    void refuse(String reason) {
        if (!call.over()) {
            var shown = reason.replaceAll("[^ -~]", "?");
            call.accept(List.of(Map.entry(SERVER_ID, "refused:"), Map.entry(SERVER_ID, shown)));
            call.finish(GrpcCall.UNKNOWN, reason);
        }
    }

    void letIn(AgentHello hello, String serverId, int serverCount) {
        call.accept(
                List.of(
                        Map.entry(SERVER_ID, serverId),
                        Map.entry("servercount", Integer.toString(serverCount))));
        var agent = new AgentStream(serial, hello, this, context);
        stream = agent;
        context.directory().add(agent);
        context.metrics().grpcConnections("Connect").increment();
        log.info(
                "agent={} stream={} connected from {} agents={}",
                hello.agentId(),
                serial,
                hello.remoteAddress(),
                context.directory().size());
    }

    @Override
    public void packet(Packet packet) {
        var agent = stream;
        if (agent != null && !call.over()) {
            context.metrics().packet(packet);
            agent.receive(packet);
        } else if (packet instanceof Packet.Data data) {
            data.payload().release();
        }
    }

    @Override
    public void data(long connectId, ByteBuf in, int index, int length) {
        if (stream != null && !call.over()) {
            context.metrics().dataPackets.increment();
            stream.receive(connectId, in, index, length);
        }
    }

    @Override
    public void consumed(int bytes) {
        if (stream != null) {
            stream.consumed(bytes);
        } else {
            call.credit(bytes);
        }
    }

    @Override
    public void ended() {
        call.finish(GrpcCall.OK, "");
        end("it ended its stream");
    }

    @Override
    public void lost(String reason) {
        context.metrics().streamError("from_agent");
        end(reason);
    }

    private void end(String reason) {
        var agent = stream;
        if (agent == null) {
            return;
        }
        stream = null;
        context.directory().remove(agent);
        context.metrics().grpcConnections("Connect").decrement();
        log.info(
                "agent={} stream={} lost: {} connections={} agents={}",
                agent.agentId(),
                serial,
                reason,
                agent.openConnections(),
                context.directory().size());
        agent.lost(reason);
    }

    @Override
    public void send(Packet packet) {
        call.send(packet);
    }

    @Override
    public void written(int payloadBytes) {
        if (stream != null && call.pendingBytes() <= ROOM_BYTES / 2) {
            stream.drained();
        }
    }

    @Override
    public long room() {
        return ROOM_BYTES - call.pendingBytes();
    }

    @Override
    public boolean blockedSince(long nanoTime) {
        return call.pendingBytes() > 0 && call.lastDrainNanos() - nanoTime <= 0;
    }

    @Override
    public void credit(int bytes) {
        call.credit(bytes);
    }

    @Override
    public void window(int bytes) {
        call.window(bytes);
    }

    @Override
    public void retire(String reason) {
        if (stream != null) {
            context.metrics().retiredAgents.increment();
            call.finish(GrpcCall.UNAVAILABLE, reason);
            call.channel().close();
            lost(reason);
        }
    }
}
