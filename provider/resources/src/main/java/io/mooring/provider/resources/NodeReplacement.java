package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.nodes.ProviderFailure;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Replaces a node of a pool within an update, in its turn. Where the new one is made first, it has
/// the other one of the node's two names, `NAME` and `NAME-b`; so whoever comes after a crash at
/// any line finds both by them.
final class NodeReplacement {

    private static final String OTHER = "-b";
    private static final String CUT_OFF = "machine: beside it stands ";

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

    /// The node by the name it has now: the one that the last run told, unless what that run began
    /// went further than it could tell.
    static NodePlan standing(Existing old, NodePlan plan, NodeWork work, OperationContext context) {
        NodePlan told = plan.named(old.outputs().text(NodeType.NODE_NAME).orElse(plan.slot()));
        return mayBeOfPool(old, context) && !isThere(told, work) && isThere(beside(told), work)
                ? beside(told)
                : told;
    }

    private static boolean isThere(NodePlan plan, NodeWork work) {
        try {
            return work.machine(plan.machine()).isPresent();
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("looking at " + plan, e);
        }
    }

    /// Whether it may have been replaced as one of a pool. States of versions before there was
    /// `rollout` do not say, but pools never give their nodes a name.
    private static boolean mayBeOfPool(Existing old, OperationContext context) {
        return old.inputs().has(Rollout.PROPERTY)
                || Names.isMade(old.inputs().requireText("name"), context.name());
    }

    private static NodePlan beside(NodePlan plan) {
        return plan.named(plan.name().equals(plan.slot()) ? plan.slot() + OTHER : plan.slot());
    }

    /// That a second machine is there, which a replacement has left that was cut off.
    static Optional<String> cutOff(
            Existing old, NodePlan standing, NodeWork work, OperationContext context) {
        NodePlan other = beside(standing);
        return mayBeOfPool(old, context) && isThere(other, work)
                ? Optional.of(CUT_OFF + other.name() + " of a replacement that was cut off")
                : Optional.empty();
    }

    /// Whether the last look found such a one.
    static boolean isCutOff(Existing old) {
        return old.outputs().texts("drift").stream().anyMatch(it -> it.startsWith(CUT_OFF));
    }

    /// Removes such a one.
    void removeCutOff(Existing old, NodePlan standing, NodeWork work, OperationContext context) {
        if (mayBeOfPool(old, context)) {
            removeBeside(standing, work, context);
        }
    }

    private void removeBeside(NodePlan standing, NodeWork work, OperationContext context) {
        NodePlan other = beside(standing);
        if (isThere(other, work)) {
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
        NodePlan there = standing(old, NodePlan.of(old.inputs()), before, context);
        NodePlan wanted = NodePlan.of(inputs).named(there.name());
        boolean serves = wanted.poweredOn() && serves(there, before);
        var patience =
                new Patience(
                        context,
                        "replacing node " + there.name(),
                        life.kind().usual(),
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
                .filter(it -> !ready.contains(it) && !ready.contains(it + OTHER))
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
        NodePlan next = beside(wanted).thatIsAwaited();
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
