package io.mooring.api;

import java.util.Map;

/// Defaults that depend on where workloads run. They lie under what the user wrote.
final class ModeDefaults {
    private static final Map<String, Node> PRIVATE =
            Map.of(
                    "privateNodes.enabled", Node.Leaf.of(true),
                    "controlPlane.distro.k8s.scheduler.enabled", Node.Leaf.of(true),
                    "controlPlane.advanced.virtualScheduler.enabled", Node.Leaf.of(true),
                    "networking.serviceCIDR", Node.Leaf.of("10.96.0.0/12"));

    private ModeDefaults() {}

    static NodeMode modeOf(Node.Obj document) {
        if (isTrue(document, "controlPlane.standalone.enabled")) {
            return NodeMode.STANDALONE;
        }
        return isTrue(document, "privateNodes.enabled") ? NodeMode.PRIVATE : NodeMode.SHARED;
    }

    static Node.Obj under(Node.Obj document, NodeMode mode) {
        if (!mode.hasPrivateNodes()) {
            return document;
        }
        var defaults = new Node.Obj();
        PRIVATE.forEach((path, value) -> {
            Tree.put(defaults, path, value);
            var said = Tree.at(document, path);
            if (said instanceof Node.Nothing
                    || (said instanceof Node.Leaf(var text, _) && text.isEmpty())) {
                Tree.remove(document, path);
            }
        });
        return (Node.Obj) Node.overlay(defaults, document);
    }

    private static boolean isTrue(Node.Obj document, String path) {
        return Tree.at(document, path) instanceof Node.Leaf(_, Boolean value) && value;
    }
}
