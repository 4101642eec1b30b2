package io.mooring.provider.resources;

import io.mooring.nodes.ProviderFailure;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.OperationContext;
import java.util.Optional;
import java.util.stream.Stream;

/// The names that a node of a pool has in turn, `NAME` and `NAME-b`: its machines are found by
/// them, whatever a run could tell that made or removed one.
final class TwoNames {

    private static final String OTHER = "-b";
    private static final String CUT_OFF = "machine: beside it stands ";

    private TwoNames() {}

    static Stream<String> of(String slot) {
        return Stream.of(slot, slot + OTHER);
    }

    /// The node by the name it has now: the one that the last run told, unless what that run began
    /// went further than it could tell.
    static NodePlan standing(Existing old, NodePlan plan, NodeWork work, OperationContext context) {
        NodePlan told = plan.named(old.outputs().text(NodeType.NODE_NAME).orElse(plan.slot()));
        return mayBeOfPool(old, context) && !isThere(told, work) && isThere(beside(told), work)
                ? beside(told)
                : told;
    }

    static boolean isThere(NodePlan plan, NodeWork work) {
        try {
            return work.machine(plan.machine()).isPresent();
        } catch (ProviderFailure e) {
            throw Failures.nothingMade("looking at " + plan, e);
        }
    }

    /// Whether it may have been replaced as one of a pool. States of versions before there was
    /// `rollout` do not say, but pools never give their nodes a name.
    static boolean mayBeOfPool(Existing old, OperationContext context) {
        return old.inputs().has(Rollout.PROPERTY)
                || Names.isMade(old.inputs().requireText("name"), context.name());
    }

    /// The same under its other name.
    static NodePlan beside(NodePlan plan) {
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
}
