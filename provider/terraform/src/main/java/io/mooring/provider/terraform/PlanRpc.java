package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.PlanResourceChange.Request;
import tfplugin6.Tfplugin6.PlanResourceChange.Response;

/// Plans a change. What the user gave is planned as it was given; what can come from us is planned
/// only where it is certain, because Terraform holds us to it, and plans once more when more is
/// known.
final class PlanRpc {
    private final Supplier<Resources> resources;
    private final Session session;

    PlanRpc(Supplier<Resources> resources, Session session) {
        this.resources = resources;
        this.session = session;
    }

    Response plan(Request request) {
        var entry = resources.get().named(request.getTypeName());
        var schema = entry.schema();
        var prior = Resources.read(request.getPriorState());
        if (Resources.read(request.getProposedNewState()).isEmpty()) {
            return removal(request, entry, prior);
        }
        var config = Resources.read(request.getConfig()).orElseThrow();
        // What takes the place of another is another.
        var kept = prior.isEmpty() ? ByteString.EMPTY : request.getPriorPrivate();
        var name = Identity.of(schema.type().token(), kept);
        var checked = entry.check(config, prior, name, session.config());
        var problems = new ArrayList<>(Timeouts.problems(config));
        problems.addAll(Diagnostics.of(schema.attributes(), checked.failures()));
        if (problems.isEmpty()) {
            var owner =
                    request.getPriorPrivate().isEmpty()
                            ? Identity.keep(name)
                            : request.getPriorPrivate();
            namesake(request.getTypeName(), entry, prior, checked.inputs(), owner)
                    .ifPresent(problems::add);
        }
        var answer = Response.newBuilder().setPlannedPrivate(Identity.keep(name));
        if (!problems.isEmpty()) {
            return answer.addAllDiagnostics(problems).build();
        }
        if (prior.isEmpty()) {
            var planned = create(entry, config, checked.inputs(), name);
            return answer.setPlannedState(Resources.write(planned)).build();
        }
        ResourceIdentity.of(prior.get()).ifPresent(answer::setPlannedIdentity);
        return update(entry, config, checked.inputs(), prior.get(), answer);
    }

    private Response removal(Request request, Resources.Entry entry, Optional<Msg.Fields> prior) {
        var answer =
                Response.newBuilder()
                        .setPlannedState(Resources.write(Msg.NIL))
                        .setPlannedPrivate(request.getPriorPrivate());
        prior.flatMap(state ->
                        namesake(
                                request.getTypeName(),
                                entry,
                                prior,
                                entry.schema().attributes().inputs(state),
                                request.getPriorPrivate()))
                .ifPresent(answer::addDiagnostics);
        return answer.build();
    }

    /// @param inputs those that are wanted
    /// @param owner tells the resource from others; it stays while one is planned to be replaced
    private Optional<Diagnostic> namesake(
            String typeName,
            Resources.Entry entry,
            Optional<Msg.Fields> prior,
            ObjectValue inputs,
            ByteString owner) {
        var type = entry.schema().type();
        var claimant = owner.toStringUtf8();
        var had = prior.map(entry.schema().attributes()::inputs);
        var comes = had.filter(old -> Namesakes.same(type, old, inputs)).isEmpty();
        return had.filter(_ -> comes)
                .flatMap(old -> session.namesakes().claim(type, old, claimant, false))
                .or(() -> session.namesakes().claim(type, inputs, claimant, comes))
                .map(name -> Diagnostics.namesake(typeName, name, type.namedWithin()));
    }

    private static Msg create(
            Resources.Entry entry, Msg.Fields config, ObjectValue inputs, LogicalName name) {
        var schema = entry.schema();
        var certain = inputs;
        for (var attribute : schema.attributes().list()) {
            var given = !(config.field(attribute.name()) instanceof Msg.Nil);
            if (!given
                    && inputs.has(attribute.property())
                    && attribute.fallback() instanceof Value.Null) {
                // The check chose it (a name), and may choose another when Terraform plans again.
                certain = certain.with(attribute.property(), Value.UNKNOWN);
            }
        }
        var outputs = entry.life().previewCreate(certain, name);
        return schema.made(Msg.UNKNOWN, config, outputs);
    }

    private static Response update(
            Resources.Entry entry,
            Msg.Fields config,
            ObjectValue inputs,
            Msg.Fields prior,
            Response.Builder answer) {
        var schema = entry.schema();
        var old = StateRpcs.existing(schema, prior);
        var difference = entry.life().diff(old, inputs);
        if (difference.isEmpty()) {
            var same = schema.kept(config, prior);
            return answer.setPlannedState(Resources.write(same)).build();
        }
        var outputs = entry.life().previewUpdate(old, inputs);
        var planned = schema.made(prior.field(Names.ID), config, outputs);
        for (var change : difference.changes()) {
            if (change.replaces()) {
                Paths.of(schema.attributes(), change.path()).ifPresent(answer::addRequiresReplace);
            }
        }
        return answer.setPlannedState(Resources.write(planned)).build();
    }
}
