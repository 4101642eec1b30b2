package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.local.LocalFailure;
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
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Installation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes, changes and removes local nodes. The id of one is `CLUSTER/NODE`.
final class NodeHandler implements ResourceHandler {

    private final NodeWork work;
    private final Installation installation;

    NodeHandler(NodeWork work, Installation installation) {
        this.work = work;
        this.installation = installation;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        ObjectValue named = Names.withName(inputs, context);
        List<PropertyFailure> failures = new ArrayList<>(Names.check(named));
        failures.addAll(NodePlan.check(named));
        return new Checked(named, failures);
    }

    @Override
    public Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        boolean repair = inputs.flag("poweredOn") && !old.outputs().flag("ready");
        return bySchema.isEmpty() && repair ? Repair.because("ready", bySchema) : bySchema;
    }

    @Override
    public ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return ObjectValue.builder().put("ready", inputs.field("poweredOn")).build();
    }

    @Override
    public ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return ObjectValue.builder().put("ready", inputs.field("poweredOn")).build();
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        NodePlan plan = NodePlan.of(inputs);
        try {
            installation.requireForNodes();
        } catch (HostFailure e) {
            throw Failures.nothingMade("making " + plan, e);
        }
        return new Created(plan.machine().toString(), bringUp(plan, context, Marks.NONE));
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        NodePlan plan = NodePlan.of(inputs);
        if (!plan.poweredOn()) {
            return shutDown(plan, context);
        }
        return bringUp(plan, context, Marks.of(old.inputs()));
    }

    /// @param before the labels and taints of the last run
    private ObjectValue bringUp(NodePlan plan, OperationContext context, Marks before) {
        var patience = new Patience(context, "making node " + plan.name(), NodeWork.USUAL);
        try {
            Instant since = Instant.MIN;
            boolean stopped =
                    work.machine(plan.machine())
                            .filter(MachineState.Stopped.class::isInstance)
                            .isPresent();
            if (stopped && hasJoined(plan)) {
                since = work.powerOn(plan, context);
            } else {
                work.makeMachine(plan, context, patience);
            }
            NodeObjects.Status status = work.awaitReady(plan, since, patience);
            settle(plan, before, since.isAfter(Instant.MIN));
            return plan.poweredOn() ? ready(plan, status) : shutDown(plan, context);
        } catch (NodeWork.NodeNotReady | OperationCancelled | KubeFailure | LocalFailure e) {
            throw kept(plan, e);
        }
    }

    private boolean hasJoined(NodePlan plan) {
        try (NodeObjects objects = work.objects(plan)) {
            return objects.status().isPresent();
        }
    }

    /// Labels and taints are given to a node when it joins; later ones are set by the API.
    private void settle(NodePlan plan, Marks before, boolean wasOff) {
        try (NodeObjects objects = work.objects(plan)) {
            objects.mark(before, new Marks(plan.labels(), plan.taints()));
            if (wasOff) {
                objects.cordon(false);
            }
        }
    }

    private ObjectValue shutDown(NodePlan plan, OperationContext context) {
        var patience = new Patience(context, "shutting down " + plan.name(), NodeWork.USUAL);
        try {
            work.drain(plan, context, patience);
            work.powerOff(plan, patience);
        } catch (LocalFailure | OperationCancelled e) {
            throw kept(plan, e);
        }
        return outputs(plan, false);
    }

    /// What exists is kept in the state, except where nothing was made.
    private ResourceFailure kept(NodePlan plan, RuntimeException cause) {
        String reason = Failures.text(cause);
        return work.machine(plan.machine()).isPresent()
                ? Failures.partial(plan.machine().toString(), outputs(plan, false), reason, cause)
                : Failures.nothingMade("making " + plan, cause);
    }

    private ObjectValue ready(NodePlan plan, NodeObjects.Status status) {
        return outputs(plan, true).with("kubeletVersion", status.kubeletVersion());
    }

    private ObjectValue outputs(NodePlan plan, boolean ready) {
        return ObjectValue.builder()
                .put("name", plan.name())
                .put("ready", ready)
                .put("addresses", Value.texts(work.addresses(plan.machine())))
                .build();
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        if (old.isImport()) {
            throw new ResourceFailure(
                    "importing node %s: a node's cluster cannot be told from its id; remove the node and let it be made by the program"
                            .formatted(old.id()));
        }
        NodePlan plan = NodePlan.of(old.inputs());
        Optional<MachineState> machine = work.machine(plan.machine());
        if (machine.isEmpty()) {
            return new ReadOutcome.Gone();
        }
        boolean runs = machine.get() instanceof MachineState.Running;
        Optional<NodeObjects.Status> status = look(plan, context);
        boolean ready = runs && status.filter(NodeObjects.Status::ready).isPresent();
        ObjectValue inputs = old.inputs().with("poweredOn", Value.of(runs));
        ObjectValue seen =
                status.map(s -> Marks.of(inputs).presentOn(s.object()).in(inputs)).orElse(inputs);
        ObjectValue outputs = Outputs.kept(NodeType.TYPE, old).with(outputs(plan, ready));
        return new ReadOutcome.Found(old.id(), seen, outputs);
    }

    private Optional<NodeObjects.Status> look(NodePlan plan, OperationContext context) {
        try (NodeObjects objects = work.objects(plan)) {
            return objects.status();
        } catch (KubeFailure e) {
            context.progress().say("cannot look at " + plan + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        NodePlan plan = NodePlan.of(old.inputs());
        var patience = new Patience(context, "removing node " + plan.name(), NodeWork.USUAL);
        try {
            boolean runs =
                    work.machine(plan.machine())
                            .filter(MachineState.Running.class::isInstance)
                            .isPresent();
            if (runs) {
                work.drain(plan, context, patience);
            }
            patience.say("removing machine " + plan.name());
            work.removeMachine(plan.machine());
            work.deleteObject(plan, patience);
        } catch (LocalFailure e) {
            throw Failures.nothingMade("removing " + plan, e);
        }
    }
}
