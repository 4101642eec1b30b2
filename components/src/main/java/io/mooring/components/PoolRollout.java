package io.mooring.components;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.BareMetalNodeType;
import io.mooring.provider.resources.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How many nodes of a pool are replaced at once, as its inputs say, or as is usual there: one more
/// for a while; on machines of an inventory, where there may be none to spare, one fewer.
///
/// @param maxSurge a number, or unknown
/// @param maxUnavailable as well
record PoolRollout(Value maxSurge, Value maxUnavailable) {

    private static final int MOST = 100;

    static final List<Property> PROPERTIES =
            List.of(
                    Property.of(
                            Rollout.SURGE,
                            PropertyType.INTEGER,
                            "How many nodes there may be beyond `replicas` while nodes are replaced: each of them is made and ready before an old one is drained and removed. 1 if not given; 0 on machines of an inventory."),
                    Property.of(
                            Rollout.UNAVAILABLE,
                            PropertyType.INTEGER,
                            "How many nodes of `replicas` may be missing or not ready while nodes are replaced: so many are drained and removed before the new ones are made. 0 if not given, and 1 where `maxSurge` is 0."));

    static PoolRollout of(ResourceType node, ObjectValue inputs) {
        boolean noneToSpare = node.equals(BareMetalNodeType.TYPE);
        Value surge = given(inputs, Rollout.SURGE).orElse(Value.of(noneToSpare ? 0 : 1));
        Value usual =
                surge instanceof Value.Unknown
                        ? surge
                        : Value.of(surge.equals(Value.of(0)) ? 1 : 0);
        return new PoolRollout(surge, given(inputs, Rollout.UNAVAILABLE).orElse(usual));
    }

    private static Optional<Value> given(ObjectValue inputs, String name) {
        return Optional.of(inputs.field(name).bare()).filter(it -> !(it instanceof Value.Null));
    }

    static ObjectValue without(ObjectValue inputs) {
        return inputs.without(Rollout.SURGE).without(Rollout.UNAVAILABLE);
    }

    /// What is wrong with what is known of it.
    List<PropertyFailure> failures() {
        List<PropertyFailure> failures = new ArrayList<>();
        range(Rollout.SURGE, maxSurge).ifPresent(failures::add);
        range(Rollout.UNAVAILABLE, maxUnavailable).ifPresent(failures::add);
        if (maxSurge.equals(Value.of(0)) && maxUnavailable.equals(Value.of(0))) {
            failures.add(
                    new PropertyFailure(
                            Rollout.UNAVAILABLE,
                            "is 0, and maxSurge as well, so no node could ever be replaced; make one of them at least 1"));
        }
        return failures;
    }

    private static Optional<PropertyFailure> range(String name, Value value) {
        return value instanceof Value.Num(double number) && (number < 0 || number > MOST)
                ? Optional.of(
                        new PropertyFailure(
                                name,
                                "is %d; give a number from 0 to %d".formatted((int) number, MOST)))
                : Optional.empty();
    }

    /// What each node of the pool is given.
    ObjectValue of(String pool, int replicas) {
        return Rollout.value(pool, replicas, maxSurge, maxUnavailable);
    }
}
