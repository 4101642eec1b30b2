package io.mooring.tunnel;

import io.mooring.tunnel.wire.Packet;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A front that speaks gRPC: one Proxy call, which carries one connection.
///
///     NEW --DIAL_REQ--> DIALLING --success--> OPEN --CLOSE_RSP sent--> OVER
///     DIALLING --failure, DIAL_CLS--> NEW
final class GrpcFront implements Front, GrpcCall.Listener {
    private enum State {
        NEW,
        DIALLING,
        OPEN,
        OVER
    }

    private final GrpcCall call;
    private final Dialer dialer;
    private final MetricRegistry.Counter open;
    private State state = State.NEW;
    private long random;
    private Optional<Dial> dial = Optional.empty();
    private @Nullable Tunnel tunnel;
    private boolean paused;
    private int owedCredit;
    private boolean left;

    GrpcFront(GrpcCall call, Dialer dialer, MetricRegistry.Counter open) {
        this.call = call;
        this.dialer = dialer;
        this.open = open;
        open.increment();
    }

    @Override
    public void packet(Packet packet) {
        switch (packet) {
            case Packet.DialRequest request -> dial(request);
            case Packet.CloseDial close -> {
                if (state == State.DIALLING && close.random() == random) {
                    state = State.NEW;
                    dial.ifPresent(Dial::cancel);
                }
            }
            case Packet.Data data -> data(data);
            case Packet.CloseRequest request -> close(request.connectId());
            case Packet.DialResponse _,
                    Packet.CloseResponse _,
                    Packet.Drain _,
                    Packet.Unknown _ -> {}
        }
    }

    private void dial(Packet.DialRequest request) {
        if (state != State.NEW) {
            var error = "one Proxy stream carries one connection";
            call.send(new Packet.DialResponse(error, 0, request.random()));
            return;
        }
        state = State.DIALLING;
        random = request.random();
        dial = dialer.dial(this, request.protocol(), request.address());
    }

    private void data(Packet.Data data) {
        var target = tunnel;
        if (state == State.OPEN && target != null && target.connectId() == data.connectId()) {
            target.send(data.payload());
            return;
        }
        data.payload().release();
        if (state == State.OPEN && target != null) {
            misdirected(target, data.connectId());
        } else if (state != State.OVER) {
            var error = "backend not initialized";
            call.send(new Packet.CloseResponse(error, data.connectId()));
        }
    }

    private void close(long connectId) {
        var target = tunnel;
        if (state == State.OPEN && target != null && target.connectId() == connectId) {
            target.close();
        } else if (state == State.OPEN && target != null) {
            misdirected(target, connectId);
        } else if (state != State.OVER) {
            var error = "backend uninitialized";
            call.send(new Packet.CloseResponse(error, connectId));
        }
    }

    private void misdirected(Tunnel target, long connectId) {
        var error = "a second connectID on one Proxy stream";
        call.send(new Packet.CloseResponse(error, connectId));
        call.send(new Packet.CloseResponse(error, target.connectId()));
        over(GrpcCall.UNKNOWN, error);
    }

    private void over(int status, String message) {
        var was = state;
        state = State.OVER;
        if (was == State.DIALLING) {
            dial.ifPresent(Dial::cancel);
        }
        if (tunnel != null) {
            tunnel.close();
        }
        if (!call.over()) {
            call.finish(status, message);
            leaveOnceRead();
        }
    }

    /// A front that is over counts as one until its client has taken what it was sent.
    private void leaveOnceRead() {
        if (!left && call.over() && call.pendingBytes() == 0) {
            left = true;
            open.decrement();
        }
    }

    @Override
    public void established(Tunnel established) {
        tunnel = established;
        if (state != State.DIALLING) {
            established.close();
            return;
        }
        state = State.OPEN;
        call.send(new Packet.DialResponse("", established.connectId(), random));
    }

    @Override
    public void refused(DialFailure failure) {
        if (state == State.DIALLING) {
            state = State.NEW;
            call.send(new Packet.DialResponse(failure.message(), 0, random));
        }
    }

    @Override
    public void data(ByteBuf in, int index, int bytes) {
        var target = tunnel;
        if (target == null) {
            return;
        }
        var payload = in.retainedSlice(index, bytes);
        if (!call.send(new Packet.Data(target.connectId(), "", payload))) {
            target.delivered(bytes);
        }
    }

    @Override
    public void written(int payloadBytes) {
        if (payloadBytes > 0 && tunnel != null) {
            tunnel.delivered(payloadBytes);
        }
        leaveOnceRead();
    }

    @Override
    public void closed(String reason) {
        if (state == State.OPEN && tunnel != null) {
            call.send(new Packet.CloseResponse(reason, tunnel.connectId()));
            over(GrpcCall.OK, "");
        }
    }

    @Override
    public void abort(String reason) {
        over(GrpcCall.UNAVAILABLE, reason);
        call.reset();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (owedCredit > 0) {
            call.credit(owedCredit);
            owedCredit = 0;
        }
    }

    @Override
    public void consumed(int bytes) {
        if (paused) {
            owedCredit += bytes;
        } else {
            call.credit(bytes);
        }
    }

    @Override
    public void ended() {
        over(GrpcCall.OK, "");
    }

    @Override
    public void lost(String reason) {
        over(GrpcCall.OK, "");
        leaveOnceRead();
    }
}
