package io.mooring.provider.terraform;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.terraform.Timeouts.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.ApplyResourceChange.Request;
import tfplugin6.Tfplugin6.ApplyResourceChange.Response;

/// Makes, changes and removes. Whatever fails, the answer holds the state of what is there: a
/// resource made by half is kept, and Terraform replaces it in the next run; one changed by half
/// keeps its old inputs, so that the next run changes it again.
final class ApplyRpc {
    private final Supplier<Resources> resources;
    private final Session session;

    ApplyRpc(Supplier<Resources> resources, Session session) {
        this.resources = resources;
        this.session = session;
    }

    Response apply(Request request) {
        try {
            return work(request);
        } catch (RuntimeException | LinkageError failure) {
            return Response.newBuilder()
                    .setNewState(request.getPriorState())
                    .setPrivate(request.getPlannedPrivate())
                    .addDiagnostics(Diagnostics.of(failure))
                    .build();
        }
    }

    private Response work(Request request) {
        var entry = resources.get().named(request.getTypeName());
        var schema = entry.schema();
        var name = Identity.of(schema.type().token(), request.getPlannedPrivate());
        var prior = Resources.read(request.getPriorState());
        if (Resources.read(request.getPlannedState()).isEmpty()) {
            prior.ifPresent(state ->
                    entry.life()
                            .delete(
                                    StateRpcs.existing(schema, state),
                                    session.operation(name, Timeouts.of(state, Operation.DELETE))));
            return Response.newBuilder().setNewState(Resources.write(Msg.NIL)).build();
        }
        var config = Resources.read(request.getConfig()).orElseThrow();
        var checked = entry.check(config, prior, name, session.config());
        if (!checked.failures().isEmpty()) {
            return Response.newBuilder()
                    .setNewState(request.getPriorState())
                    .setPrivate(request.getPlannedPrivate())
                    .addAllDiagnostics(Diagnostics.of(schema.attributes(), checked.failures()))
                    .build();
        }
        var change = new Change(entry, config, checked.inputs(), name);
        var answer = prior.isEmpty() ? create(change) : update(change, prior.get());
        return answer.setPrivate(Identity.keep(name)).build();
    }

    /// What to bring about.
    private record Change(
            Resources.Entry entry, Msg.Fields config, ObjectValue inputs, LogicalName name) {

        Msg.Fields state(Msg id, ObjectValue outputs) {
            return entry.schema().made(id, config, outputs);
        }

        Optional<Duration> timeout(Operation operation) {
            return Timeouts.of(config, operation);
        }
    }

    private Response.Builder create(Change change) {
        try {
            var created =
                    change.entry()
                            .life()
                            .create(
                                    change.inputs(),
                                    session.operation(
                                            change.name(), change.timeout(Operation.CREATE)));
            return made(change.state(new Msg.Str(created.id()), created.outputs()));
        } catch (PartialFailure partial) {
            return made(change.state(new Msg.Str(partial.id()), partial.outputs()))
                    .addDiagnostics(Diagnostics.of(partial));
        }
    }

    private Response.Builder update(Change change, Msg.Fields prior) {
        var schema = change.entry().schema();
        var life = change.entry().life();
        var old = StateRpcs.existing(schema, prior);
        if (life.diff(old, change.inputs()).isEmpty()) {
            // Another way to say the same, which Terraform takes for a change.
            return made(schema.kept(change.config(), prior));
        }
        try {
            var outputs =
                    life.update(
                            old,
                            change.inputs(),
                            session.operation(change.name(), change.timeout(Operation.UPDATE)));
            return made(change.state(prior.field(Names.ID), outputs));
        } catch (PartialFailure partial) {
            return made(schema.halfChanged(prior, partial.outputs()))
                    .addDiagnostics(Diagnostics.of(partial));
        }
    }

    private static Response.Builder made(Msg state) {
        var answer = Response.newBuilder().setNewState(Resources.write(state));
        ResourceIdentity.of(state).ifPresent(answer::setNewIdentity);
        return answer;
    }
}
