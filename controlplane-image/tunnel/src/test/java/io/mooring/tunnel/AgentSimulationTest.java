package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.tunnel.testkit.CountingBuffers;
import io.mooring.tunnel.testkit.Seeds;
import io.mooring.tunnel.wire.Packet;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Agents, fronts and time, all simulated: random dials, answers, late answers, data, slow readers,
/// closes from both sides at once, drains and losses. After every event no connection's bytes are
/// anyone else's; at the end every dial was answered, every front has ended and every buffer is
/// back.
final class AgentSimulationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void everyDialIsAnsweredEveryFrontEndsAndNoBufferIsLeft() throws Exception {
        Seeds.check(400, random -> new World(random).run(400));
    }

    private static final class VirtualTime implements Timers {
        private record Entry(long at, long order, Runnable task) {}

        private final PriorityQueue<Entry> queue =
                new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::order));
        private long now;
        private long order;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Task schedule(Duration delay, Runnable task) {
            var entry = new Entry(now + delay.toNanos(), order++, task);
            queue.add(entry);
            return () -> queue.remove(entry);
        }

        void pass(Duration time) {
            var end = now + time.toNanos();
            while (!queue.isEmpty() && queue.peek().at <= end) {
                var entry = queue.remove();
                now = entry.at;
                entry.task.run();
            }
            now = end;
        }
    }

    /// An agent that answers what it is asked, in its own time.
    private final class FakeAgent implements AgentLink {
        private final World world;
        private final Deque<Packet> inbox = new ArrayDeque<>();
        private final Map<Long, String> connections = new HashMap<>();
        private final AgentStream stream;
        private long nextId = 1;
        private long windowUsed;
        private boolean gone;

        FakeAgent(World world, int number) {
            this.world = world;
            var hello =
                    new AgentHello(
                            "agent-" + number % 3,
                            AgentIdentifiers.parse("default-route=true"),
                            Optional.empty(),
                            Optional.empty(),
                            "test");
            stream = new AgentStream(number, hello, this, world.context);
            world.directory.add(stream);
        }

        @Override
        public void send(Packet packet) {
            if (packet instanceof Packet.Data data) {
                data.payload().release();
            }
            inbox.add(packet);
        }

        @Override
        public long room() {
            return 10 - inbox.size();
        }

        @Override
        public boolean blockedSince(long nanoTime) {
            return false;
        }

        @Override
        public void credit(int bytes) {
            windowUsed -= bytes;
            assertThat(windowUsed).isNotNegative();
        }

        @Override
        public void window(int bytes) {
            assertThat(bytes).isBetween(32, 256);
        }

        @Override
        public void retire(String reason) {
            lose();
        }

        void lose() {
            if (!gone) {
                gone = true;
                world.agents.remove(this);
                world.directory.remove(stream);
                stream.lost("the simulation ended it");
            }
        }

        void step(RandomGenerator random) {
            if (inbox.isEmpty()) {
                return;
            }
            switch (inbox.remove()) {
                case Packet.DialRequest dial -> {
                    var id = nextId++;
                    if (random.nextInt(4) == 0) {
                        answer(new Packet.DialResponse("dial tcp: refused", 0, dial.random()));
                    } else {
                        connections.put(id, dial.address());
                        answer(new Packet.DialResponse("", id, dial.random()));
                    }
                }
                case Packet.CloseRequest close -> {
                    var known = connections.remove(close.connectId()) != null;
                    answer(
                            new Packet.CloseResponse(
                                    known ? "" : "Unknown connectID", close.connectId()));
                }
                default -> {}
            }
            stream.drained();
        }

        void speak(RandomGenerator random) {
            if (connections.isEmpty() || windowUsed > 200) {
                return;
            }
            var ids = new ArrayList<>(connections.keySet());
            var id = ids.get(random.nextInt(ids.size()));
            if (random.nextInt(10) == 0) {
                connections.remove(id);
                answer(new Packet.CloseResponse("", id));
                return;
            }
            var text = connections.get(id).getBytes();
            var payload = world.buffers.allocator().buffer().writeBytes(text);
            answer(new Packet.Data(id, "", payload));
        }

        void answer(Packet packet) {
            var bytes = packet instanceof Packet.Data data ? data.payload().readableBytes() : 8;
            windowUsed += bytes;
            stream.receive(packet);
            stream.consumed(bytes);
        }
    }

    /// A front that knows what its target says, and reads when it likes.
    private static final class FakeFront implements Front {
        private final String address;
        private final Deque<ByteBuf> unread = new ArrayDeque<>();
        private Optional<Dial> dial = Optional.empty();
        private Tunnel tunnel;
        private int answers;
        private boolean gone;
        private boolean closed;

        FakeFront(String address) {
            this.address = address;
        }

        @Override
        public void established(Tunnel established) {
            answers++;
            tunnel = established;
        }

        @Override
        public void refused(DialFailure failure) {
            assertThat(failure.message()).isNotBlank();
            answers++;
            closed = true;
        }

        @Override
        public void data(ByteBuf in, int index, int length) {
            if (gone) {
                tunnel.delivered(length);
            } else {
                unread.add(in.retainedSlice(index, length));
            }
        }

        void read() {
            if (!unread.isEmpty()) {
                var payload = unread.remove();
                assertThat(payload.toString(java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo(address);
                drop(payload);
            }
        }

        private void drop(ByteBuf payload) {
            var bytes = payload.readableBytes();
            payload.release();
            tunnel.delivered(bytes);
        }

        void leave() {
            if (!gone) {
                gone = true;
                dial.filter(_ -> answers == 0).ifPresent(Dial::cancel);
                if (tunnel != null) {
                    tunnel.close();
                }
                while (!unread.isEmpty()) {
                    drop(unread.remove());
                }
            }
        }

        @Override
        public void closed(String reason) {
            closed = true;
        }

        @Override
        public void abort(String reason) {
            closed = true;
            leave();
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}
    }

    private final class World {
        private final RandomGenerator random;
        private final VirtualTime time = new VirtualTime();
        private final CountingBuffers buffers = new CountingBuffers();
        private final AgentDirectory directory;
        private final TunnelContext context;
        private final Dialer dialer;
        private final List<FakeAgent> agents = new ArrayList<>();
        private final List<FakeFront> fronts = new ArrayList<>();
        private int numbers;

        World(RandomGenerator random) {
            this.random = random;
            var metrics = new TunnelMetrics();
            directory =
                    new AgentDirectory(
                            List.of(ProxyStrategy.DEST_HOST, ProxyStrategy.DEFAULT_ROUTE),
                            random,
                            metrics);
            var limits =
                    new TunnelLimits(
                            64,
                            512,
                            32,
                            256,
                            SECOND,
                            16,
                            SECOND.multipliedBy(10),
                            SECOND.multipliedBy(10),
                            SECOND,
                            SECOND,
                            99,
                            99,
                            5,
                            9);
            context =
                    new TunnelContext(
                            time,
                            limits,
                            new BufferBudget(limits.totalBytes()),
                            new StallWatch(time, metrics.fullReceiveChannels),
                            directory,
                            metrics,
                            random);
            dialer = new Dialer(context);
        }

        void run(int events) {
            for (var i = 0; i < events; i++) {
                event();
                assertThat(context.budget().used()).isNotNegative();
            }
            fronts.forEach(FakeFront::leave);
            time.pass(Duration.ofSeconds(60));
            List.copyOf(agents).forEach(FakeAgent::lose);
            for (var front : fronts) {
                assertThat(front.answers).isLessThanOrEqualTo(1);
                assertThat(front.closed || front.answers == 0)
                        .as("%s ended", front.address)
                        .isTrue();
            }
            assertThat(context.budget().used()).isZero();
            assertThat(buffers.held()).isZero();
            assertThat(context.metrics().pendingDials.value()).isZero();
            assertThat(context.metrics().establishedConnections.value()).isZero();
            assertThat(context.metrics().drainingAgents.value()).isZero();
        }

        private void event() {
            switch (random.nextInt(14)) {
                case 0 -> {
                    if (agents.size() < 5) {
                        agents.add(new FakeAgent(this, numbers++));
                    }
                }
                case 1, 2 -> {
                    var front = new FakeFront("target-" + numbers++ + ":80");
                    fronts.add(front);
                    front.dial = dialer.dial(front, "tcp", front.address);
                }
                case 3, 4, 5 -> agent().ifPresent(agent -> agent.step(random));
                case 6, 7, 8 -> agent().ifPresent(agent -> agent.speak(random));
                case 9, 10 -> front().ifPresent(FakeFront::read);
                case 11 -> front().ifPresent(this::leaveOrSend);
                case 12 -> time.pass(Duration.ofMillis(random.nextInt(1500)));
                default -> agent().ifPresent(this::disturb);
            }
        }

        private void leaveOrSend(FakeFront front) {
            if (front.tunnel != null && !front.gone && random.nextBoolean()) {
                front.tunnel.send(buffers.allocator().buffer().writeBytes(new byte[9]));
            } else {
                front.leave();
            }
        }

        private void disturb(FakeAgent agent) {
            switch (random.nextInt(6)) {
                case 0 -> agent.lose();
                case 1 -> agent.answer(new Packet.Drain());
                case 2 -> agent.answer(new Packet.DialResponse("", 7777, random.nextLong()));
                case 3 -> agent.answer(new Packet.CloseResponse("", random.nextLong(20)));
                case 4 -> {
                    var stray = buffers.allocator().buffer().writeBytes(new byte[5]);
                    agent.answer(new Packet.Data(5555, "", stray));
                }
                default -> agent.answer(new Packet.Unknown(42));
            }
        }

        private Optional<FakeAgent> agent() {
            return agents.isEmpty()
                    ? Optional.empty()
                    : Optional.of(agents.get(random.nextInt(agents.size())));
        }

        private Optional<FakeFront> front() {
            return fronts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(fronts.get(random.nextInt(fronts.size())));
        }
    }
}
