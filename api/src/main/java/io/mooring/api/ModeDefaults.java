package io.mooring.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Defaults that depend on where workloads run. They are laid under what the user wrote.
final class ModeDefaults {
    private static final String SERVICE_CIDR = "10.96.0.0/12";

    private ModeDefaults() {}

    static void fill(Node.Obj document) {
        boolean standalone = isTrue(document, "controlPlane", "standalone", "enabled");
        if (standalone) {
            put(document, Node.Leaf.of(true), "privateNodes", "enabled");
        }
        if (standalone || isTrue(document, "privateNodes", "enabled")) {
            put(document, Node.Leaf.of(SERVICE_CIDR), "networking", "serviceCIDR");
            put(document, on(), "controlPlane", "distro", "k8s", "scheduler", "enabled");
            put(document, on(), "controlPlane", "advanced", "virtualScheduler", "enabled");
        }
    }

    private static Node on() {
        return Node.Leaf.of(true);
    }

    private static boolean isTrue(Node.Obj document, String... path) {
        return at(document, Arrays.asList(path)) instanceof Node.Leaf(_, Boolean value) && value;
    }

    private static @Nullable Node at(Node node, List<String> path) {
        if (path.isEmpty()) {
            return node;
        }
        if (!(node instanceof Node.Obj(var entries))) {
            return null;
        }
        var next = entries.get(path.getFirst());
        return next == null ? null : at(next, path.subList(1, path.size()));
    }

    private static void put(Node.Obj document, Node value, String... path) {
        var entries = document.entries();
        for (int i = 0; i < path.length - 1; i++) {
            var child = entries.get(path[i]);
            if (child == null || child instanceof Node.Nothing) {
                child = new Node.Obj(new LinkedHashMap<>());
                entries.put(path[i], child);
            }
            if (!(child instanceof Node.Obj(var below))) {
                return;
            }
            entries = below;
        }
        var last = path[path.length - 1];
        var present = entries.get(last);
        if (present == null
                || present instanceof Node.Nothing
                || present instanceof Node.Leaf(var text, _) && text.isEmpty()) {
            entries.put(last, value);
        }
    }
}
