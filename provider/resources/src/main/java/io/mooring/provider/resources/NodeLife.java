package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.ProviderFailure;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Brings nodes of one kind about, switches them off and removes them, and tells what is there of
/// them.
record NodeLife(NodeKind kind, Clusters clusters) {

    NodeWork work(ObjectValue inputs) {
        return new NodeWork(clusters, kind.machines(inputs));
    }

    ResourceType type() {
        return kind.type();
    }

    /// @param before the labels and taints of the last run
    ObjectValue bringUp(NodeWork work, NodePlan plan, OperationContext context, Marks before) {
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

    ObjectValue shutDown(NodeWork work, NodePlan plan, OperationContext context) {
        try {
            work.drain(plan, context);
            var patience = new Patience(context, "shutting down " + plan.name(), kind.usual());
            work.powerOff(plan, patience);
        } catch (ProviderFailure | OperationCancelled | NodeDrain.Undrained e) {
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
                    ? Failures.partial(plan.id(), outputs(work, plan, false), reason, cause)
                    : Failures.nothingMade("making " + plan, cause);
        } catch (ProviderFailure _) {
            var known = names(plan).put("ready", false).build();
            return Failures.partial(plan.id(), known, reason, cause);
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

    ObjectValue outputs(NodeWork work, NodePlan plan, boolean ready) {
        Optional<Machine> machine = work.machine(plan.machine());
        var outputs =
                names(plan)
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

    boolean has(String output) {
        return kind.type().outputs().names().contains(output);
    }

    private static ObjectValue.Builder names(NodePlan plan) {
        return ObjectValue.builder().put("name", plan.slot()).put(NodeType.NODE_NAME, plan.name());
    }

    /// Drains the node, and removes it with its machine.
    void remove(NodeWork work, NodePlan plan, OperationContext context) {
        try {
            if (work.runs(plan.machine())) {
                work.drain(plan, context);
            }
            var patience = new Patience(context, "removing node " + plan.name(), kind.usual());
            patience.say("removing machine " + plan.name());
            work.removeMachine(plan.machine(), patience);
            work.deleteObject(plan, patience);
        } catch (NodeDrain.Undrained e) {
            throw Failures.nothingMade(e);
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("removing " + plan, e);
        }
    }
}
