package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.provider.core.Difference;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.Rollouts.Turn;
import io.mooring.provider.resources.Rollouts.Wave;
import io.mooring.provider.resources.Rollouts.Work;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Replaces a node of a pool within an update, in its turn. Where the new one is made first, it has
/// the other one of the node's [TwoNames].
final class NodeReplacement {

    /// What takes another node in place of this one, whoever asks for it.
    private static final List<String> ANOTHER = List.of("cluster", "name");

    /// What a node keeps unless it is replaced.
    private static final List<String> KEPT =
            List.of(NodeType.NODE_NAME, "addresses", "providerId", "machineType", "zone");

    private final NodeLife life;
    private final Rollouts rollouts = new Rollouts();

    NodeReplacement(NodeLife life) {
        this.life = life;
    }

    /// The changes, in place where they are carried out within an update.
    static Difference within(ObjectValue inputs, Difference bySchema) {
        Difference changes = bySchema.without(Rollout.PROPERTY);
        return inputs.has(Rollout.PROPERTY) && !isAnother(changes)
                ? changes.map(Difference.Change::inPlace)
                : changes;
    }

    private static boolean isAnother(Difference changes) {
        return changes.changes().stream()
                .anyMatch(it -> it.replaces() && ANOTHER.contains(it.property()));
    }

    /// Whether an update to these inputs is a replacement.
    boolean isWanted(Existing old, ObjectValue inputs) {
        Difference changes = Difference.between(life.type(), old.inputs(), inputs);
        return inputs.has(Rollout.PROPERTY) && changes.replaces() && !isAnother(changes);
    }

    /// The outputs that an update keeps for certain.
    ObjectValue foreseen(Existing old, ObjectValue inputs) {
        var foreseen = ObjectValue.builder();
        if (old.outputs().flag("ready") && !isWanted(old, inputs)) {
            KEPT.stream()
                    .filter(old.outputs()::has)
                    .forEach(it -> foreseen.put(it, old.outputs().field(it)));
        }
        return foreseen.build();
    }

    /// Removes a second machine, which a replacement has left that was cut off.
    void removeCutOff(Existing old, NodePlan standing, NodeWork work, OperationContext context) {
        if (TwoNames.mayBeOfPool(old, context)) {
            removeBeside(standing, work, context);
        }
    }

    private void removeBeside(NodePlan standing, NodeWork work, OperationContext context) {
        NodePlan other = TwoNames.beside(standing);
        if (TwoNames.isThere(other, work)) {
            life.remove(work, other, context);
        }
    }

    /// Work on a node in place, for which others of its pool wait.
    Work begin(ObjectValue inputs, OperationContext context) {
        return Rollout.of(inputs)
                .map(it -> rollouts.begin(wave(it, inputs, context), inputs.requireText("name")))
                .orElse(() -> {});
    }

    private static Wave wave(Rollout rollout, ObjectValue inputs, OperationContext context) {
        return new Wave(
                context.cancellation(),
                NodePlan.of(inputs).cluster().name(),
                rollout.pool(),
                inputs.without("name").without(Rollout.PROPERTY));
    }

    /// The outputs of the node that has taken the place of the old one.
    ObjectValue replace(Existing old, ObjectValue inputs, OperationContext context) {
        Rollout rollout = Rollout.of(inputs).orElseThrow();
        NodeWork before = life.work(old.inputs());
        NodeWork after = life.work(inputs);
        NodePlan asked = NodePlan.of(inputs);
        NodePlan there =
                TwoNames.standing(old, NodePlan.of(old.inputs()).drainedAs(asked), before, context);
        NodePlan wanted = asked.named(there.name());
        boolean serves = wanted.poweredOn() && serves(there, before);
        var patience =
                new Patience(
                        context,
                        "replacing node " + there.name(),
                        life.kind().usual().plus(wanted.drain().timeout()),
                        Math.max(1, rollout.replicas()));
        List<String> others = rollout.others(context.name(), there.slot());
        try (Turn turn =
                rollouts.enter(
                        wave(rollout, inputs, context),
                        there.slot(),
                        rollout,
                        serves,
                        () -> unready(others, there),
                        patience)) {
            removeBeside(there, before, context);
            removeBeside(there, after, context);
            ObjectValue outputs =
                    switch (turn.way()) {
                        case AHEAD -> ahead(before, there, after, wanted, context);
                        case BEHIND ->
                                behind(
                                        before,
                                        there,
                                        after,
                                        // the others wait until it is ready
                                        serves ? wanted.thatIsAwaited() : wanted,
                                        context);
                    };
            turn.done();
            return outputs;
        }
    }

    /// Whether it would be missed. Where nobody can tell, it would.
    private static boolean serves(NodePlan there, NodeWork before) {
        try {
            return before.runs(there.machine())
                    && before.objects(there).status().filter(NodeObjects.Status::ready).isPresent();
        } catch (KubeFailure _) {
            return true;
        }
    }

    /// Those of the pool that are ready under neither of their names. Where nobody can tell, all
    /// others.
    private Set<String> unready(List<String> others, NodePlan there) {
        Set<String> ready;
        try {
            ready = NodeObjects.ready(life.clusters().client(there.cluster()));
        } catch (KubeFailure _) {
            return Set.copyOf(others);
        }
        return Stream.concat(others.stream(), Stream.of(there.slot()))
                .filter(it -> TwoNames.of(it).noneMatch(ready::contains))
                .collect(Collectors.toSet());
    }

    private ObjectValue behind(
            NodeWork before,
            NodePlan there,
            NodeWork after,
            NodePlan wanted,
            OperationContext context) {
        life.remove(before, there, context);
        return life.bringUp(after, wanted, context, Marks.NONE);
    }

    /// The old one goes only when the new one is ready, and stays where that fails.
    private ObjectValue ahead(
            NodeWork before,
            NodePlan there,
            NodeWork after,
            NodePlan wanted,
            OperationContext context) {
        NodePlan next = TwoNames.beside(wanted).thatIsAwaited();
        ObjectValue outputs;
        try {
            outputs = life.bringUp(after, next, context, Marks.NONE);
        } catch (ResourceFailure failure) {
            throw context.cancellation().isCancelled()
                    ? asItWas(there, failure)
                    : abandoned(there, after, context, failure);
        }
        try {
            life.remove(before, there, context);
        } catch (ResourceFailure failure) {
            throw Failures.partial(there.id(), outputs, Failures.text(failure), failure);
        }
        return outputs;
    }

    private ResourceFailure abandoned(
            NodePlan there, NodeWork after, OperationContext context, ResourceFailure failure) {
        try {
            removeBeside(there, after, context);
        } catch (ResourceFailure left) {
            // the next run, or a look for drift, finds it
            failure.addSuppressed(left);
        }
        // one that tells of its property
        return failure instanceof InvalidInputs ? failure : asItWas(there, failure);
    }

    private static ResourceFailure asItWas(NodePlan there, ResourceFailure failure) {
        return new ResourceFailure(
                "replacing node %s, which is left as it was: %s"
                        .formatted(there.name(), Failures.text(failure)),
                failure);
    }
}
