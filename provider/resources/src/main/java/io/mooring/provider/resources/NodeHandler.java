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
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes, changes and removes nodes of one kind. The id of one is `CLUSTER/NODE`.
final class NodeHandler implements ResourceHandler {

    private static final String DRIFT = "drift";

    private final NodeKind kind;
    private final Clusters clusters;

    NodeHandler(NodeKind kind, Clusters clusters) {
        this.kind = kind;
        this.clusters = clusters;
    }

    private NodeWork work(ObjectValue inputs) {
        return new NodeWork(clusters, kind.machines(inputs));
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
        return bySchema.isEmpty() && repair ? Repair.because("ready", bySchema) : bySchema;
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return foreseen(inputs);
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return foreseen(inputs);
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
        return new Created(
                plan.machine().toString(), bringUp(work(inputs), plan, context, Marks.NONE));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        NodePlan plan = NodePlan.of(inputs);
        if (!plan.poweredOn()) {
            return shutDown(work(inputs), plan, context);
        }
        return bringUp(work(inputs), plan, context, Marks.of(old.inputs()));
    }

    /// @param before the labels and taints of the last run
    private ObjectValue bringUp(
            NodeWork work, NodePlan plan, OperationContext context, Marks before) {
        var patience = new Patience(context, "making node " + plan.name(), kind.usual());
        try {
            boolean stopped =
                    work.sought(plan.machine())
                            .filter(it -> it.state() instanceof MachineState.Stopped)
                            .isPresent();
            Optional<Instant> start =
                    stopped && hasJoined(work, plan)
                            ? work.powerOn(plan, context)
                            : Optional.empty();
            if (start.isEmpty()) {
                work.makeMachine(plan, context, patience);
            }
            if (!plan.awaited()) {
                return plan.poweredOn() ? unawaited(work, plan) : shutDown(work, plan, context);
            }
            NodeObjects.Status status = work.awaitReady(plan, start.orElse(Instant.MIN), patience);
            settle(work, plan, before, start.isPresent());
            return plan.poweredOn() ? ready(work, plan, status) : shutDown(work, plan, context);
        } catch (NodeWork.NodeNotReady | OperationCancelled | KubeFailure | ProviderFailure e) {
            throw kept(work, plan, e);
        }
    }

    private static boolean hasJoined(NodeWork work, NodePlan plan) {
        return work.objects(plan).status().isPresent();
    }

    /// Labels and taints are given to a node when it joins; later ones are set by the API.
    private static void settle(NodeWork work, NodePlan plan, Marks before, boolean wasOff) {
        NodeObjects objects = work.objects(plan);
        objects.mark(before, new Marks(plan.labels(), plan.taints()));
        if (wasOff) {
            objects.cordon(false);
        }
    }

    private ObjectValue shutDown(NodeWork work, NodePlan plan, OperationContext context) {
        var patience = new Patience(context, "shutting down " + plan.name(), kind.usual());
        try {
            work.drain(plan, context, patience);
            work.powerOff(plan, patience);
        } catch (ProviderFailure | OperationCancelled e) {
            throw kept(work, plan, e);
        }
        return outputs(work, plan, false);
    }

    /// What exists is kept in the state, except where nothing was made. Where nobody can tell, it
    /// is kept.
    private ResourceFailure kept(NodeWork work, NodePlan plan, RuntimeException cause) {
        String reason = Failures.text(cause);
        try {
            return work.machine(plan.machine()).isPresent()
                    ? Failures.partial(
                            plan.machine().toString(), outputs(work, plan, false), reason, cause)
                    : Failures.nothingMade("making " + plan, cause);
        } catch (ProviderFailure _) {
            var known = ObjectValue.builder().put("name", plan.name()).put("ready", false).build();
            return Failures.partial(plan.machine().toString(), known, reason, cause);
        }
    }

    private ObjectValue ready(NodeWork work, NodePlan plan, NodeObjects.Status status) {
        return outputs(work, plan, true).with("kubeletVersion", status.kubeletVersion());
    }

    /// The machine is there; what becomes of it is found by a refresh.
    private ObjectValue unawaited(NodeWork work, NodePlan plan) {
        return work.objects(plan)
                .status()
                .filter(NodeObjects.Status::ready)
                .map(status -> ready(work, plan, status))
                .orElseGet(() -> outputs(work, plan, false));
    }

    private ObjectValue outputs(NodeWork work, NodePlan plan, boolean ready) {
        Optional<Machine> machine = work.machine(plan.machine());
        var outputs =
                ObjectValue.builder()
                        .put("name", plan.name())
                        .put("ready", ready)
                        .put(
                                "addresses",
                                Value.texts(machine.map(Machine::addresses).orElse(List.of())));
        if (has("providerId") && machine.isPresent()) {
            outputs.put("providerId", machine.get().providerId());
            // A machine that is off may not tell.
            if (!machine.get().type().isEmpty()) {
                outputs.put("machineType", machine.get().type());
            }
        }
        if (has("zone") && machine.isPresent()) {
            outputs.put("zone", machine.get().zone());
        }
        return outputs.build();
    }

    private boolean has(String output) {
        return kind.type().outputs().names().contains(output);
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        if (old.isImport()) {
            throw new ResourceFailure(
                    "importing node %s: a node's cluster cannot be told from its id; remove the node and let it be made by the program"
                            .formatted(old.id()));
        }
        NodePlan plan = NodePlan.of(old.inputs());
        NodeWork work = work(old.inputs());
        try {
            Optional<Machine> machine = work.machine(plan.machine());
            List<String> drift = has(DRIFT) ? work.drift(plan) : List.of();
            return machine.isEmpty() && drift.isEmpty()
                    ? new ReadOutcome.Gone()
                    : found(work, plan, machine, drift, old, context);
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("looking at " + plan, e);
        }
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
        ObjectValue outputs = Outputs.kept(kind.type(), old).with(outputs(work, plan, ready));
        return new ReadOutcome.Found(
                old.id(), seen, has(DRIFT) ? outputs.with(DRIFT, Value.texts(drift)) : outputs);
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
        NodePlan plan = NodePlan.of(old.inputs());
        NodeWork work = work(old.inputs());
        var patience = new Patience(context, "removing node " + plan.name(), kind.usual());
        try {
            if (work.runs(plan.machine())) {
                work.drain(plan, context, patience);
            }
            patience.say("removing machine " + plan.name());
            work.removeMachine(plan.machine(), patience);
            work.deleteObject(plan, patience);
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("removing " + plan, e);
        }
    }
}
