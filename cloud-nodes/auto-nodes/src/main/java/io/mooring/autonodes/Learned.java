package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.model.InstanceType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What machines turn out to have. A type that holds less than was reckoned would else be bought
/// again and again for a pod that it cannot hold.
final class Learned {

    private Learned() {}

    /// The types as sold, less where a node of them has less, and with the disk that it has.
    static SortedMap<String, List<InstanceType>> types(
            SortedMap<String, List<InstanceType>> sold,
            SortedMap<String, Claim> claims,
            SortedMap<String, Node> nodes) {
        Map<String, Map<String, Long>> least = new HashMap<>();
        for (Claim claim : claims.values()) {
            Node node = nodes.get(claim.name());
            if (claim.initialized() && node != null) {
                Map<String, Long> known =
                        least.computeIfAbsent(
                                claim.provider() + "/" + claim.spec().instanceType(),
                                _ -> new HashMap<>());
                node.allocatable().forEach((name, has) -> known.merge(name, has, Math::min));
                // whose kubelet does not tell of its disk takes no pod that asks for some
                known.merge(
                        MachineTypes.DISK,
                        node.allocatable().getOrDefault(MachineTypes.DISK, 0L),
                        Math::min);
            }
        }
        var types = new TreeMap<String, List<InstanceType>>();
        sold.forEach((provider, some) ->
                types.put(
                        provider,
                        some.stream()
                                .map(type ->
                                        less(
                                                type,
                                                least.getOrDefault(
                                                        provider + "/" + type.name(), Map.of())))
                                .toList()));
        return types;
    }

    private static InstanceType less(InstanceType type, Map<String, Long> seen) {
        var allocatable = new TreeMap<>(type.allocatable());
        allocatable.replaceAll((name, has) -> Math.min(has, seen.getOrDefault(name, has)));
        allocatable.computeIfPresent(
                MachineTypes.DISK, (_, usual) -> seen.getOrDefault(MachineTypes.DISK, usual));
        return allocatable.equals(type.allocatable())
                ? type
                : new InstanceType(
                        type.name(),
                        atLeast(type.capacity(), allocatable),
                        allocatable,
                        type.labels(),
                        type.offerings());
    }

    private static SortedMap<String, Long> atLeast(
            SortedMap<String, Long> capacity, Map<String, Long> allocatable) {
        var all = new TreeMap<>(capacity);
        all.replaceAll((name, has) -> Math.max(has, allocatable.getOrDefault(name, has)));
        return all;
    }
}
