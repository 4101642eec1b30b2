package io.mooring.provider.terraform;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.mooring.provider.core.ObjectValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of Terraform's connections and the [Run] it is used in: a command opens one for each
/// configuration of the provider, and over it come that configuration, every call that follows from
/// it and the wish to stop. Thread-safe.
final class Connection {
    private static final Attributes.Key<Connection> OF_TRANSPORT =
            Attributes.Key.create("mooring-connection");
    static final Context.Key<Connection> OF_CALL = Context.key("mooring-connection");

    private volatile Run run = Run.of(ObjectValue.EMPTY);
    private volatile boolean gone;

    /// The one over which the call came that this thread answers.
    static Connection current() {
        return Objects.requireNonNull(OF_CALL.get(), "not in a call");
    }

    Run run() {
        return run;
    }

    /// Whether nobody hears the answers any more.
    boolean isGone() {
        return gone;
    }

    void begin(Run configured) {
        run = configured;
    }

    /// Has a server tell its connections apart.
    static final class Opened extends ServerTransportFilter {
        @Override
        public Attributes transportReady(Attributes transport) {
            return transport.toBuilder().set(OF_TRANSPORT, new Connection()).build();
        }

        /// Whoever closes it is done, or was killed: then nothing is to be waited for.
        @Override
        public void transportTerminated(@Nullable Attributes transport) {
            var connection = transport == null ? null : transport.get(OF_TRANSPORT);
            if (connection != null) {
                connection.gone = true;
                connection.run.cancellation().cancel();
            }
        }
    }

    /// Has the calls of such a server know theirs.
    static final class Called implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var connection = call.getAttributes().get(OF_TRANSPORT);
            var context = Context.current().withValue(OF_CALL, connection);
            return Contexts.interceptCall(context, call, headers, next);
        }
    }
}
