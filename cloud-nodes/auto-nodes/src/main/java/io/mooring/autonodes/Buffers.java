package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Buffer;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.kube.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads CapacityBuffers, and what they mean by their pods: room that is to be kept free.
final class Buffers {

    static final String ACTIVE = "buffer.x-k8s.io/active-capacity";

    /// More of one buffer would be a slip of the pen.
    private static final long MOST = 10_000;

    private Buffers() {}

    /// @param of whose pods, as `KIND NAMESPACE/NAME`
    /// @param percentage of the pods that there are to be of it
    /// @param limits what all of them together may ask for
    record Wish(
            String of,
            @Nullable Long replicas,
            @Nullable Long percentage,
            SortedMap<String, Long> limits) {}

    /// Pods of one kind.
    ///
    /// @param replicas how many there are to be
    record Shape(PodTemplate template, long replicas) {}

    /// Empty for one that another strategy than ours fills.
    static Optional<Wish> read(KubeObject buffer) {
        String strategy = buffer.text("spec", "provisioningStrategy").orElse(ACTIVE);
        if (!strategy.equals(ACTIVE)) {
            return Optional.empty();
        }
        String template = buffer.text("spec", "podTemplateRef", "name").orElse("");
        String kind =
                template.isEmpty()
                        ? buffer.text("spec", "scalableRef", "kind").orElse("")
                        : "PodTemplate";
        String name =
                template.isEmpty()
                        ? buffer.text("spec", "scalableRef", "name").orElse("")
                        : template;
        return Optional.of(
                new Wish(
                        kind + " " + buffer.namespace() + "/" + name,
                        buffer.text("spec", "replicas").map(Long::parseLong).orElse(null),
                        buffer.text("spec", "percentage").map(Long::parseLong).orElse(null),
                        Nodes.amounts(buffer.texts("spec", "limits"))));
    }

    /// Of a Deployment or StatefulSet.
    static Shape ofScalable(KubeObject set) {
        return new Shape(
                Pods.ofTemplate(set.namespace(), new KubeObject(set.map("spec", "template"))),
                set.text("spec", "replicas").map(Long::parseLong).orElse(1L));
    }

    /// Of a PodTemplate, which has no pods.
    static Shape ofTemplate(KubeObject template) {
        return new Shape(
                Pods.ofTemplate(template.namespace(), new KubeObject(template.map("template"))), 0);
    }

    /// What a wish comes to.
    ///
    /// @param shape of its pods; null while they are not known
    /// @param pods for how many of them room is kept free
    record Room(Wish wish, @Nullable Shape shape, int pods) {}

    /// @param shapes by what a [Wish] names
    static SortedMap<String, Room> rooms(Map<String, Wish> wishes, Map<String, Shape> shapes) {
        var rooms = new TreeMap<String, Room>();
        wishes.forEach((name, wish) -> {
            Shape shape = shapes.get(wish.of());
            rooms.put(name, new Room(wish, shape, shape == null ? 0 : (int) pods(wish, shape)));
        });
        return rooms;
    }

    /// The room that is wanted now; none for a buffer whose pods are not known.
    static List<Buffer> of(Map<String, Room> rooms) {
        var buffers = new ArrayList<Buffer>();
        rooms.forEach((name, room) -> {
            Shape shape = room.shape();
            if (shape != null && room.pods() > 0) {
                buffers.add(new Buffer(name, shape.template(), room.pods()));
            }
        });
        return buffers;
    }

    /// The least of what it says; nothing where it says nothing.
    private static long pods(Wish wish, Shape shape) {
        long pods = MOST;
        boolean said = false;
        if (wish.replicas() != null) {
            pods = Math.min(pods, wish.replicas());
            said = true;
        }
        if (wish.percentage() != null) {
            long part = Math.ceilDiv(shape.replicas() * wish.percentage(), 100);
            pods = Math.min(pods, wish.percentage() == 0 ? 0 : Math.max(1, part));
            said = true;
        }
        for (Map.Entry<String, Long> limit : wish.limits().entrySet()) {
            long each = shape.template().requests().getOrDefault(limit.getKey(), 0L);
            if (each > 0) {
                pods = Math.min(pods, limit.getValue() / each);
                said = true;
            }
        }
        return said ? pods : 0;
    }
}
