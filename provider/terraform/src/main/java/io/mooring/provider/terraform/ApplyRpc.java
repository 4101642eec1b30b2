package io.mooring.provider.terraform;

import io.mooring.provider.core.DraftLeft;
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
    private static final String NAME = "name";

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
        return prior.isEmpty() ? create(change) : update(change, prior.get()).build();
    }

    /// What to bring about.
    private record Change(
            Resources.Entry entry, Msg.Fields config, ObjectValue inputs, LogicalName name) {

        /// What it is to be, with the real thing's name only if the user gave it: the check made it
        /// from this one otherwise, which Terraform keeps only when the thing is made.
        ObjectValue asGiven() {
            return config.field(NAME) instanceof Msg.Nil ? inputs.without(NAME) : inputs;
        }

        /// The same under another name.
        Change named(LogicalName other, ObjectValue provider) {
            return other.equals(name)
                    ? this
                    : new Change(
                            entry,
                            config,
                            entry.check(config, Optional.empty(), other, provider).inputs(),
                            other);
        }

        Msg.Fields state(Msg id, ObjectValue outputs) {
            return entry.schema().made(id, config, outputs);
        }

        Optional<Duration> timeout(Operation operation) {
            return Timeouts.of(config, operation);
        }
    }

    private Response create(Change change) {
        var operation = session.operation(change.name(), change.timeout(Operation.CREATE));
        var type = change.entry().schema().type();
        var answer = Response.newBuilder();
        try (var draft = resources.get().drafts().begin(type, change.asGiven(), operation)) {
            answer.mergeFrom(make(change.named(draft.name(), session.config())).build());
            if (session.isDeserted()) {
                draft.leave();
            }
        } catch (DraftLeft left) {
            // Kept, with what is to be done before the next run.
            answer.addDiagnostics(Diagnostics.of(left));
        }
        return answer.build();
    }

    private Response.Builder make(Change change) {
        try {
            var created =
                    change.entry()
                            .life()
                            .create(
                                    change.inputs(),
                                    session.operation(
                                            change.name(), change.timeout(Operation.CREATE)));
            return made(change, change.state(new Msg.Str(created.id()), created.outputs()));
        } catch (PartialFailure partial) {
            return made(change, change.state(new Msg.Str(partial.id()), partial.outputs()))
                    .addDiagnostics(Diagnostics.of(partial));
        }
    }

    private Response.Builder update(Change change, Msg.Fields prior) {
        var schema = change.entry().schema();
        var life = change.entry().life();
        var old = StateRpcs.existing(schema, prior);
        if (life.diff(old, change.inputs()).isEmpty()) {
            // Another way to say the same, which Terraform takes for a change.
            return made(change, schema.kept(change.config(), prior));
        }
        try {
            var outputs =
                    life.update(
                            old,
                            change.inputs(),
                            session.operation(change.name(), change.timeout(Operation.UPDATE)));
            return made(change, change.state(prior.field(Names.ID), outputs));
        } catch (PartialFailure partial) {
            return made(change, schema.halfChanged(prior, partial.outputs()))
                    .addDiagnostics(Diagnostics.of(partial));
        }
    }

    private static Response.Builder made(Change change, Msg state) {
        var answer =
                Response.newBuilder()
                        .setNewState(Resources.write(state))
                        .setPrivate(Identity.keep(change.name()));
        ResourceIdentity.of(state).ifPresent(answer::setNewIdentity);
        return answer;
    }
}
