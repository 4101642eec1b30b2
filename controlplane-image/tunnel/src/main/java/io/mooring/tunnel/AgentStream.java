package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Connect stream of an agent, with its dials and connections. Confined to the tunnel's event loop.
///
/// Connection ids are the agent's and unique within one stream only, and two agents may claim one
/// agentID, so everything is keyed by the stream.
///
///     SERVING --DRAIN--> DRAINING --stream ends--> LOST
final class AgentStream {
    static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    private static final int UNANSWERED_TO_RETIRE = 3;
    private static final int ROOM_PER_FRONT = 32 << 10;
    private static final Logger log = LoggerFactory.getLogger(AgentStream.class);

    private final long serial;
    private final AgentHello hello;
    private final AgentLink link;
    private final TunnelContext context;
    private final PendingDials dials;
    private final LongObjectHashMap<Tunnel> tunnels = new LongObjectHashMap<>();
    private final Deque<Tunnel> awaitingRoom = new ArrayDeque<>();
    private final BusyShare busy;
    private final StreamCredit credit = new StreamCredit(this::grant);
    private final ReadWatch reads;
    private boolean draining;
    private boolean lost;
    private long lastPacketNanos;
    private int unanswered;

    AgentStream(long serial, AgentHello hello, AgentLink link, TunnelContext context) {
        this.serial = serial;
        this.hello = hello;
        this.link = link;
        this.context = context;
        this.dials = new PendingDials(context);
        this.busy =
                new BusyShare(
                        context.limits().agentShareBytes(), context.limits().agentWindowBytes());
        this.reads = new ReadWatch(link, context, () -> !lost && !awaitingRoom.isEmpty());
    }

    long serial() {
        return serial;
    }

    String agentId() {
        return hello.agentId();
    }

    boolean defaultRoute() {
        return hello.identifiers().defaultRoute();
    }

    Set<HostName> names() {
        return hello.identifiers().names();
    }

    boolean draining() {
        return draining;
    }

    int openConnections() {
        return tunnels.size();
    }

    /// Asks the agent to dial; `front` hears of the outcome within the dial deadline.
    Dial dial(Front front, String protocol, String address) {
        var dial = dials.begin(this, front, address, this::unanswered);
        link.send(new Packet.DialRequest(protocol, address, dial.random));
        return dial;
    }

    void abandon(Dial dial) {
        if (dials.settle(dial.random) != null) {
            context.metrics().dialFailed("cancelled");
            link.send(new Packet.CloseDial(dial.random));
        }
    }

    private void unanswered(Dial dial) {
        if (dials.settle(dial.random) == null) {
            return;
        }
        unanswered++;
        var deadline = context.limits().dialDeadline();
        context.metrics().dialFailed("timeout");
        dial.front.refused(new DialFailure.Unanswered(dial.address, agentId(), deadline));
        var silent = lastPacketNanos - dial.startedNanos < 0;
        var blocked = link.blockedSince(dial.startedNanos);
        var deaf = !credit.withholds() && unanswered >= UNANSWERED_TO_RETIRE;
        if (silent || blocked || deaf) {
            var fault = blocked ? "read nothing" : unanswered + " dials went unanswered";
            var what = silent ? "sent nothing at all" : fault;
            var text = "it answered no dial for %d ms and %s";
            link.retire(text.formatted(deadline.toMillis(), what));
        }
    }

    /// Takes the packet over.
    void receive(Packet packet) {
        lastPacketNanos = context.timers().nanoTime();
        switch (packet) {
            case Packet.Data data -> {
                var payload = data.payload();
                var bytes = payload.readableBytes();
                receive(data.connectId(), payload, payload.readerIndex(), bytes);
                payload.release();
            }
            case Packet.DialResponse response -> answered(response);
            case Packet.CloseResponse response -> ended(response.connectId(), response.error());
            case Packet.CloseRequest request -> {
                ended(request.connectId(), "");
                send(new Packet.CloseResponse("", request.connectId()));
            }
            case Packet.Drain _ -> {
                if (!draining) {
                    draining = true;
                    context.directory().drains(this);
                    context.metrics().drainingAgents.increment();
                    log.info("agent={} stream={} is draining", agentId(), serial);
                }
            }
            case Packet.DialRequest _, Packet.CloseDial _ ->
                    log.debug("agent={} stream={} sent what only fronts send", agentId(), serial);
            case Packet.Unknown unknown -> {
                var text = "agent={} stream={} sent a packet of unknown type {}";
                log.debug(text, agentId(), serial, unknown.type());
            }
        }
    }

    /// The next bytes of a connection: so many of `in`, which stays the caller's.
    void receive(long connectId, ByteBuf in, int index, int length) {
        lastPacketNanos = context.timers().nanoTime();
        var tunnel = tunnels.get(connectId);
        if (tunnel != null) {
            tunnel.receive(in, index, length);
        } else if (connectId != 0) {
            send(new Packet.CloseRequest(connectId));
        }
    }

    private void answered(Packet.DialResponse response) {
        unanswered = 0;
        var dial = dials.settle(response.random());
        if (dial == null) {
            if (response.connectId() != 0 && response.error().isEmpty()) {
                send(new Packet.CloseRequest(response.connectId()));
            }
            return;
        }
        var nanos = context.timers().nanoTime() - dial.startedNanos;
        context.metrics().dialSeconds.observe(nanos / 1e9);
        if (!response.error().isEmpty() || response.connectId() == 0) {
            context.metrics().dialFailed("endpoint");
            var error = response.error().isEmpty() ? "the agent gave no id" : response.error();
            dial.front.refused(new DialFailure.Refused(error));
            return;
        }
        var tunnel = new Tunnel(this, context, dial.front, response.connectId());
        var before = tunnels.put(response.connectId(), tunnel);
        context.metrics().establishedConnections.increment();
        if (before != null) {
            context.metrics().establishedConnections.decrement();
            before.ended("the agent used the connection's id again");
        }
        dial.front.established(tunnel);
    }

    private void ended(long connectId, String reason) {
        var tunnel = tunnels.remove(connectId);
        if (tunnel != null) {
            context.metrics().establishedConnections.decrement();
            tunnel.ended(reason);
        }
    }

    void forget(Tunnel tunnel) {
        if (tunnels.get(tunnel.connectId()) == tunnel) {
            ended(tunnel.connectId(), "the agent did not confirm the close");
        }
    }

    void send(Packet packet) {
        if (!lost) {
            link.send(packet);
        } else if (packet instanceof Packet.Data data) {
            data.payload().release();
        }
    }

    boolean congested() {
        return !lost && link.room() <= 0;
    }

    void awaitRoom(Tunnel tunnel) {
        awaitingRoom.add(tunnel);
        reads.watch();
    }

    /// The link let bytes out: lets as many fronts read again as there is room for, in turn.
    void drained() {
        var room = link.room();
        while (room > 0 && !awaitingRoom.isEmpty()) {
            awaitingRoom.remove().resume();
            room -= ROOM_PER_FRONT;
        }
    }

    void used(BusyShare.Use use, int bytes) {
        if (busy.used(use, bytes, lastPacketNanos)) {
            link.window(busy.window(lastPacketNanos));
        }
    }

    /// Bytes came off the stream's window and have been taken care of.
    void consumed(int bytes) {
        credit.owe(bytes);
    }

    void withhold(long change) {
        credit.withhold(change);
    }

    private void grant(int bytes) {
        if (!lost) {
            link.credit(bytes);
        }
    }

    /// The stream is over, and with it every dial and connection on it.
    void lost(String reason) {
        lost = true;
        if (draining) {
            context.metrics().drainingAgents.decrement();
        }
        for (var dial : dials.settleAll()) {
            context.metrics().dialFailed("agent_lost");
            dial.front.refused(new DialFailure.AgentLost(dial.address, agentId(), reason));
        }
        for (var tunnel : new ArrayList<>(tunnels.values())) {
            ended(tunnel.connectId(), "agent " + agentId() + " was lost: " + reason);
        }
        awaitingRoom.clear();
    }
}
