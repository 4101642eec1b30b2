package io.mooring.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Older spellings, moved to the newer ones before anything else looks at the document.
final class Aliases {
    private static final List<String> POOLS =
            List.of(
                    "privateNodes.autoNodes.*.static.*",
                    "privateNodes.autoNodes.*.dynamic.*",
                    "controlPlane.standalone.autoNodes");

    private static final Map<String, String> RENAMED = renamed();

    private final Node.Obj document;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    Aliases(Node.Obj document, List<Problem> problems, List<Problem> warnings) {
        this.document = document;
        this.problems = problems;
        this.warnings = warnings;
    }

    void apply() {
        RENAMED.forEach((from, to) -> move(document, "", from, to));
        flatSync();
        AutoNodesAlias.apply(document, warnings);
        for (var pattern : POOLS) {
            Tree.matching(document, pattern)
                    .forEach((path, pool) -> {
                        if (pool instanceof Node.Obj object) {
                            move(object, path, "requirements", "nodeTypeSelector");
                            operators(object, path);
                        }
                    });
        }
    }

    private static Map<String, String> renamed() {
        var renamed = new LinkedHashMap<String, String>();
        renamed.put("serviceCIDR", "networking.serviceCIDR");
        renamed.put("networking.services.cidr", "networking.serviceCIDR");
        renamed.put("privateNodes.cni.flannel", "deploy.cni.flannel");
        renamed.put("privateNodes.kubeProxy", "deploy.kubeProxy");
        renamed.put("privateNodes.localPathProvisioner", "deploy.localPathProvisioner");
        renamed.put(
                "privateNodes.kubelet.cgroupDriver", "privateNodes.kubelet.config.cgroupDriver");
        renamed.put("controlPlane.advanced.hostPathMapper", "controlPlane.hostPathMapper");
        renamed.put("plugin", "plugins");
        renamed.put("sleepMode.autoSleep.afterInactivity", "sleep.auto.afterInactivity");
        renamed.put("sleepMode.autoSleep.schedule", "sleep.auto.schedule");
        renamed.put("sleepMode.autoSleep.exclude", "sleep.auto.exclude");
        renamed.put("sleepMode.autoWakeup.schedule", "sleep.auto.wakeup.schedule");
        renamed.put("sleepMode.timeZone", "sleep.auto.timezone");
        renamed.put("sleepMode.timezone", "sleep.auto.timezone");
        return renamed;
    }

    /// Before directions were told apart, kinds stood right under `sync`.
    private void flatSync() {
        if (!(document.entries().get("sync") instanceof Node.Obj(var kinds))) {
            return;
        }
        for (var key : List.copyOf(kinds.keySet())) {
            var toHost = named(SyncToHost.class, key);
            var fromHost = named(SyncFromHost.class, key);
            if (toHost != null) {
                move(document, "", "sync." + key, "sync.toHost." + toHost);
            } else if (fromHost != null) {
                move(document, "", "sync." + key, "sync.fromHost." + fromHost);
            }
        }
    }

    private static @Nullable String named(Class<?> type, String key) {
        return Shape.of(type).keys().stream()
                .filter(known ->
                        known.toLowerCase(Locale.ROOT).equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    private void operators(Node.Obj pool, String path) {
        Tree.matching(pool, "nodeTypeSelector.*.operator")
                .forEach((below, operator) -> {
                    if (operator instanceof Node.Leaf(var text, _) && text.equals("NotExists")) {
                        var at = path + "." + below;
                        Tree.put(pool, below, Node.Leaf.of("DoesNotExist"));
                        warnings.add(
                                new Problem(
                                        at,
                                        "NotExists is an older spelling of DoesNotExist;"
                                                + " write that instead"));
                    }
                });
    }

    private void move(Node.Obj root, String rootPath, String from, String to) {
        var node = Tree.at(root, from);
        if (node == null) {
            return;
        }
        var oldPath = rootPath.isEmpty() ? from : rootPath + "." + from;
        var newPath = rootPath.isEmpty() ? to : rootPath + "." + to;
        var present = Tree.at(root, to);
        if (present != null && !(present instanceof Node.Nothing)) {
            problems.add(
                    new Problem(
                            oldPath,
                            "is an older spelling of "
                                    + newPath
                                    + ", which is set as well; remove this one"));
        } else {
            Tree.put(root, to, node);
            warnings.add(
                    new Problem(
                            oldPath,
                            "is an older spelling of " + newPath + "; write that instead"));
        }
        Tree.remove(root, from);
        removeEmptyParents(root, from);
    }

    private static void removeEmptyParents(Node.Obj root, String path) {
        var segments = new ArrayList<>(Arrays.asList(path.split("\\.")));
        while (segments.size() > 1) {
            segments.removeLast();
            var parent = String.join(".", segments);
            if (!(Tree.at(root, parent) instanceof Node.Obj(var entries)) || !entries.isEmpty()) {
                return;
            }
            Tree.remove(root, parent);
        }
    }
}
