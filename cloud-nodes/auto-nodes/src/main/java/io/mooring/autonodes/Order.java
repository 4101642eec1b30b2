package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.model.Labels;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What was ordered with a claim: the part of it that its spec has no fields for.
///
/// @param price dollars an hour
/// @param others what will do in its place, as long as it has not been had
record Order(
        String instanceType,
        String zone,
        String capacityType,
        String reservation,
        double price,
        Map<String, String> labels,
        Map<String, Long> capacity,
        Map<String, Long> allocatable,
        List<Order> others) {

    Order {
        Objects.requireNonNull(instanceType);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(capacityType);
        Objects.requireNonNull(reservation);
        labels = new TreeMap<>(labels);
        capacity = new TreeMap<>(capacity);
        allocatable = new TreeMap<>(allocatable);
        // an order of an earlier version says nothing of them
        others = others == null ? List.of() : List.copyOf(others);
    }

    static Order of(Claim.Spec spec) {
        return new Order(
                spec.instanceType(),
                spec.zone(),
                spec.capacityType(),
                spec.reservation(),
                spec.price(),
                spec.labels(),
                spec.capacity(),
                spec.allocatable(),
                spec.others().stream().map(Order::of).toList());
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    /// Of a claim; by its labels and status where somebody has taken the order from it.
    static Order of(KubeObject claim) {
        Order written = parsed(claim.annotations().getOrDefault(Kinds.ORDER, ""));
        if (written != null) {
            return written;
        }
        Map<String, String> labels = claim.labels();
        return new Order(
                labels.getOrDefault(Labels.INSTANCE_TYPE, ""),
                labels.getOrDefault(Labels.ZONE, ""),
                labels.getOrDefault(Labels.CAPACITY_TYPE, ""),
                "",
                0,
                labels,
                Nodes.amounts(claim.texts("status", "capacity")),
                Nodes.amounts(claim.texts("status", "allocatable")),
                List.of());
    }

    private static @Nullable Order parsed(String json) {
        try {
            return json.isEmpty() ? null : JsonMapper.shared().readValue(json, Order.class);
        } catch (JacksonException _) {
            return null;
        }
    }
}
