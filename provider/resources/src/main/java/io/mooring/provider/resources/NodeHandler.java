package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.ProviderFailure;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes, changes and removes nodes of one kind. The id of one is `CLUSTER/NODE`.
final class NodeHandler implements ResourceHandler {

    private static final String DRIFT = "drift";

    private final NodeKind kind;
    private final NodeLife life;
    private final NodeReplacement replacement;

    NodeHandler(NodeKind kind, Clusters clusters) {
        this.kind = kind;
        this.life = new NodeLife(kind, clusters);
        this.replacement = new NodeReplacement(life);
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        ObjectValue named = Names.withName(inputs, context);
        List<PropertyFailure> failures = new ArrayList<>(Names.check(named));
        failures.addAll(NodePlan.check(named));
        failures.addAll(kind.check(named));
        return new Checked(named, failures);
    }

    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        boolean repair =
                inputs.flag("poweredOn")
                        && !inputs.flag("skipAwait")
                        && !old.outputs().flag("ready");
        Difference changes = NodeReplacement.within(inputs, bySchema);
        if (!changes.isEmpty()) {
            return changes;
        }
        if (TwoNames.isCutOff(old)) {
            return Repair.because(DRIFT, changes);
        }
        return repair ? Repair.because("ready", changes) : changes;
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return foreseen(inputs).with(NodeType.NODE_NAME, inputs.field("name"));
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return foreseen(inputs).with(replacement.foreseen(old, inputs));
    }

    private static ObjectValue foreseen(ObjectValue inputs) {
        return inputs.flag("skipAwait")
                ? ObjectValue.EMPTY
                : ObjectValue.builder().put("ready", inputs.field("poweredOn")).build();
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        NodePlan plan = NodePlan.of(inputs);
        kind.requireUsable();
        try (var _ = replacement.begin(inputs, context)) {
            return new Created(
                    plan.id(), life.bringUp(life.work(inputs), plan, context, Marks.NONE));
        }
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        if (replacement.isWanted(old, inputs)) {
            return replacement.replace(old, inputs, context);
        }
        try (var _ = replacement.begin(inputs, context)) {
            return mend(old, inputs, context);
        }
    }

    private ObjectValue mend(Existing old, ObjectValue inputs, OperationContext context) {
        NodeWork work = life.work(inputs);
        NodePlan plan = TwoNames.standing(old, NodePlan.of(inputs), work, context);
        ObjectValue outputs =
                plan.poweredOn()
                        ? life.bringUp(work, plan, context, Marks.of(old.inputs()))
                        : life.shutDown(work, plan, context);
        replacement.removeCutOff(old, plan, work, context);
        return outputs;
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        if (old.isImport()) {
            throw new ResourceFailure(
                    "importing node %s: a node's cluster cannot be told from its id; remove the node and let it be made by the program"
                            .formatted(old.id()));
        }
        NodeWork work = life.work(old.inputs());
        NodePlan plan = TwoNames.standing(old, NodePlan.of(old.inputs()), work, context);
        try {
            Optional<Machine> machine = work.machine(plan.machine());
            List<String> drift = life.has(DRIFT) ? drift(work, plan, old, context) : List.of();
            return machine.isEmpty() && drift.isEmpty()
                    ? new ReadOutcome.Gone()
                    : found(work, plan, machine, drift, old, context);
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("looking at " + plan, e);
        }
    }

    private static List<String> drift(
            NodeWork work, NodePlan plan, Existing old, OperationContext context) {
        return Stream.concat(
                        work.drift(plan).stream(),
                        TwoNames.cutOff(old, plan, work, context).stream())
                .toList();
    }

    /// @param machine empty for one that its provider took back, and says so by `drift`
    private ReadOutcome found(
            NodeWork work,
            NodePlan plan,
            Optional<Machine> machine,
            List<String> drift,
            Existing old,
            OperationContext context) {
        boolean runs = machine.filter(it -> it.state() instanceof MachineState.Running).isPresent();
        Optional<NodeObjects.Status> status = look(work, plan, context);
        boolean ready = runs && status.filter(NodeObjects.Status::ready).isPresent();
        ObjectValue inputs = old.inputs().with("poweredOn", Value.of(runs));
        ObjectValue seen =
                status.map(s -> Marks.of(inputs).presentOn(s.object()).in(inputs)).orElse(inputs);
        ObjectValue outputs = Outputs.kept(kind.type(), old).with(life.outputs(work, plan, ready));
        return new ReadOutcome.Found(
                old.id(),
                seen,
                life.has(DRIFT) ? outputs.with(DRIFT, Value.texts(drift)) : outputs);
    }

    private static Optional<NodeObjects.Status> look(
            NodeWork work, NodePlan plan, OperationContext context) {
        try {
            return work.objects(plan).status();
        } catch (KubeFailure e) {
            context.progress().say("cannot look at " + plan + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        NodeWork work = life.work(old.inputs());
        NodePlan plan = TwoNames.standing(old, NodePlan.of(old.inputs()), work, context);
        life.remove(work, plan, context);
        replacement.removeCutOff(old, plan, work, context);
    }
}
