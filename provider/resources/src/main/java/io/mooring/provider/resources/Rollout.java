package io.mooring.provider.resources;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How a node of a pool is replaced: within an update, and a few of the pool at a time.
///
/// @param pool what the names of the pool's nodes begin with
/// @param replicas how many nodes the pool has
/// @param maxSurge how many more there may be meanwhile
/// @param maxUnavailable how many of them may be missing or not ready meanwhile
public record Rollout(String pool, int replicas, int maxSurge, int maxUnavailable) {

    /// The input of a node that says so.
    public static final String PROPERTY = "rollout";

    public static final String SURGE = "maxSurge";
    public static final String UNAVAILABLE = "maxUnavailable";

    private static final ObjectType TYPE =
            ObjectType.of(
                    "mooring:index:Rollout",
                    "How a node of a pool is replaced. Pools set it.",
                    Property.of(
                                    "pool",
                                    PropertyType.STRING,
                                    "What the names of the pool's nodes begin with.")
                            .asRequired(),
                    Property.of("replicas", PropertyType.INTEGER, "How many nodes the pool has.")
                            .asRequired(),
                    Property.of(
                                    SURGE,
                                    PropertyType.INTEGER,
                                    "How many nodes there may be besides while some are replaced.")
                            .asRequired(),
                    Property.of(
                                    UNAVAILABLE,
                                    PropertyType.INTEGER,
                                    "How many nodes may be missing or not ready while some are replaced.")
                            .asRequired());

    static final Property INPUT =
            Property.of(
                    PROPERTY,
                    TYPE.ref(),
                    "Set by the pool that the node belongs to. With it, a change that replaces a node is carried out within an update, in turn with the others of the pool. It changes nothing by itself.");

    /// What a pool gives its nodes.
    ///
    /// @param maxSurge a number, or unknown
    /// @param maxUnavailable as well
    public static ObjectValue value(
            String pool, int replicas, Value maxSurge, Value maxUnavailable) {
        return ObjectValue.builder()
                .put("pool", pool)
                .put("replicas", replicas)
                .put(SURGE, maxSurge)
                .put(UNAVAILABLE, maxUnavailable)
                .build();
    }

    /// That of a node's known inputs; empty for one that stands alone.
    static Optional<Rollout> of(ObjectValue inputs) {
        return inputs.object(PROPERTY)
                .map(it ->
                        new Rollout(
                                it.requireText("pool"),
                                it.requireInteger("replicas"),
                                it.requireInteger(SURGE),
                                it.requireInteger(UNAVAILABLE)));
    }

    /// The names of the pool's other nodes; none where this one has a name of another making, so
    /// that nobody can tell theirs.
    ///
    /// @param own by which the node's name was made
    List<String> others(LogicalName own, String slot) {
        if (!Names.isMade(slot, own)) {
            return List.of();
        }
        return IntStream.range(0, replicas)
                .mapToObj(i ->
                        new LogicalName(own.stack(), own.project(), own.type(), pool + "-" + i))
                .map(it -> it.physicalName(Names.LIMIT))
                .filter(it -> !it.equals(slot))
                .toList();
    }
}
