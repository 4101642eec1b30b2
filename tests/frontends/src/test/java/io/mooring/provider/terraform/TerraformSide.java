package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.mooring.frontends.FrontEnd;
import io.mooring.frontends.Verdict;
import io.mooring.frontends.Verdict.Action;
import io.mooring.frontends.Verdict.Problem;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tfplugin6.Tfplugin6.AttributePath;
import tfplugin6.Tfplugin6.AttributePath.Step;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.PlanResourceChange.Request;
import tfplugin6.Tfplugin6.PlanResourceChange.Response;
import tfplugin6.Tfplugin6.RawState;
import tfplugin6.Tfplugin6.UpgradeResourceState;

/// The Terraform front end as Terraform asks it for a plan, and judges what it is told: which of
/// the attributes that force a replacement differ, and whether anything does.
public final class TerraformSide implements FrontEnd {
    private final Resources resources;

    public TerraformSide(Registry registry) {
        this.resources = new Resources(registry);
    }

    @Override
    public Verdict create(Token type, ObjectValue inputs) {
        var entry = entry(type);
        return plan(entry, Optional.empty(), config(entry, inputs));
    }

    @Override
    public Verdict change(Token type, Made made, ObjectValue inputs) {
        var entry = entry(type);
        return plan(entry, Optional.of(state(entry, made)), config(entry, inputs));
    }

    private static Session session() {
        return new Session(Clock.systemUTC(), new ProviderLog(System.err));
    }

    /// Plans a change of what an older version has left in a state.
    public Verdict change(Token type, String state, ObjectValue inputs) {
        var entry = entry(type);
        var upgraded =
                new StateRpcs(() -> resources, session())
                        .upgrade(
                                UpgradeResourceState.Request.newBuilder()
                                        .setTypeName(Names.resource(type))
                                        .setVersion(0)
                                        .setRawState(
                                                RawState.newBuilder()
                                                        .setJson(ByteString.copyFromUtf8(state)))
                                        .build());
        var prior =
                OldState.become(
                        entry.schema(), upgraded.getUpgradedState().getJson(), ObjectValue.EMPTY);
        return plan(entry, Optional.of(prior), config(entry, inputs));
    }

    /// The attributes of a resource as a state has them.
    public Object state(Token type, Made made) {
        return StateJson.of(entry(type).schema(), state(entry(type), made));
    }

    private static Msg.Fields state(Resources.Entry entry, Made made) {
        return entry.schema()
                .made(new Msg.Str(made.id()), config(entry, made.given()), made.outputs());
    }

    /// What Terraform's users read where the core means this path; empty where no attribute is
    /// meant.
    public String place(Token type, String path) {
        return Paths.of(entry(type).schema().attributes(), path).map(Paths::text).orElse("");
    }

    /// A problem as Terraform's users read it.
    public Problem told(Token type, Problem problem) {
        var place = place(type, problem.path());
        return place.isEmpty() && !problem.path().isEmpty()
                ? new Problem("", problem.path() + ": " + problem.reason())
                : new Problem(place, problem.reason());
    }

    private Resources.Entry entry(Token type) {
        return resources.named(Names.resource(type));
    }

    private Verdict plan(Resources.Entry entry, Optional<Msg.Fields> prior, Msg.Fields config) {
        var request =
                Request.newBuilder()
                        .setTypeName(Names.resource(entry.schema().type().token()))
                        .setPriorState(Resources.write(prior.<Msg>map(it -> it).orElse(Msg.NIL)))
                        .setProposedNewState(Resources.write(config))
                        .setConfig(Resources.write(config))
                        .setPriorPrivate(
                                prior.isEmpty()
                                        ? ByteString.EMPTY
                                        : ByteString.copyFromUtf8("nodes"))
                        .build();
        Response response;
        try {
            var rpc = new PlanRpc(() -> resources, session());
            // each over a connection of its own
            response =
                    Context.current()
                            .withValue(Connection.OF_CALL, new Connection())
                            .call(() -> rpc.plan(request));
        } catch (Exception failure) {
            return Verdict.refused(List.of(problem(Diagnostics.of(failure))));
        }
        return response.getDiagnosticsCount() > 0
                ? Verdict.refused(
                        response.getDiagnosticsList().stream().map(TerraformSide::problem).toList())
                : verdict(entry, prior, config, response);
    }

    private static Verdict verdict(
            Resources.Entry entry,
            Optional<Msg.Fields> prior,
            Msg.Fields config,
            Response response) {
        var planned = Resources.read(response.getPlannedState()).orElseThrow();
        var values = entry.schema().attributes().all(planned);
        if (prior.isEmpty()) {
            return Verdict.of(Action.CREATE, List.of(), values);
        }
        var replacing =
                response.getRequiresReplaceList().stream()
                        .filter(path -> !at(prior.get(), path).equals(at(planned, path)))
                        .map(Paths::text)
                        .toList();
        if (!replacing.isEmpty()) {
            return Verdict.of(Action.REPLACE, replacing, ObjectValue.EMPTY);
        }
        return planned.equals(prior.get())
                        || (onlyComesOrGoes(entry, prior.get(), planned)
                                && meansTheSame(entry, prior.get(), config))
                ? Verdict.of(Action.NONE, List.of(), ObjectValue.EMPTY)
                : Verdict.of(Action.UPDATE, List.of(), values);
    }

    /// An attribute that means nothing comes or goes: Terraform lets no provider plan it otherwise
    /// than it is given, so it shows an update, in which the provider does nothing.
    private static boolean onlyComesOrGoes(
            Resources.Entry entry, Msg.Fields prior, Msg.Fields planned) {
        return entry.schema().attributes().list().stream()
                .allMatch(it -> {
                    var had = prior.field(it.name());
                    var has = planned.field(it.name());
                    return had.equals(has)
                            || (it.isInput() && had instanceof Msg.Nil != has instanceof Msg.Nil);
                });
    }

    private static boolean meansTheSame(
            Resources.Entry entry, Msg.Fields prior, Msg.Fields config) {
        var name = Identity.of(entry.schema().type().token(), ByteString.EMPTY);
        var checked = entry.check(config, Optional.of(prior), name, ObjectValue.EMPTY);
        return entry.life()
                .diff(StateRpcs.existing(entry.schema(), prior), checked.inputs())
                .isEmpty();
    }

    private static Msg at(Msg value, AttributePath path) {
        var found = value;
        for (var step : path.getStepsList()) {
            found = part(found, step);
        }
        return found;
    }

    private static Msg part(Msg value, Step step) {
        return switch (value) {
            case Msg.Fields fields ->
                    fields.field(
                            step.getAttributeName().isEmpty()
                                    ? step.getElementKeyString()
                                    : step.getAttributeName());
            case Msg.Items(var items) ->
                    step.getElementKeyInt() < items.size()
                            ? items.get((int) step.getElementKeyInt())
                            : Msg.NIL;
            case Msg other -> other;
        };
    }

    private static Problem problem(Diagnostic diagnostic) {
        return diagnostic.hasAttribute()
                ? new Problem(Paths.text(diagnostic.getAttribute()), diagnostic.getDetail())
                : new Problem("", diagnostic.getSummary() + "\n" + diagnostic.getDetail());
    }

    private static Msg.Fields config(Resources.Entry entry, ObjectValue inputs) {
        var config = new LinkedHashMap<String, Msg>();
        config.put(Names.ID, Msg.NIL);
        for (var attribute : entry.schema().attributes().list()) {
            var value = inputs.field(attribute.property()).plain();
            config.put(
                    attribute.name(),
                    !attribute.isInput()
                            ? Msg.NIL
                            : CtyType.isDynamic(attribute.type())
                                    ? Collections.write(value)
                                    : Cty.write(attribute.type(), value));
        }
        config.put(Timeouts.NAME, Msg.NIL);
        return new Msg.Fields(config);
    }
}
