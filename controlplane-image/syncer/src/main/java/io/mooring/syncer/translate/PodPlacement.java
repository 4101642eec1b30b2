package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Where the pod runs and before whom: nodes, neighbours, classes.
final class PodPlacement {
    private PodPlacement() {}

    static void translate(PodScope pod) {
        nodes(pod);
        if (pod.settings().isPlacedByTenant(pod.tenant())) {
            placed(pod);
            return;
        }
        scheduler(pod);
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var affinity = Tree.map(Tree.map(pod.spec(), "affinity"), kind);
            for (var term : Tree.maps(affinity, "requiredDuringSchedulingIgnoredDuringExecution")) {
                term(pod, term);
            }
            for (var weighted :
                    Tree.maps(affinity, "preferredDuringSchedulingIgnoredDuringExecution")) {
                term(pod, Tree.map(weighted, "podAffinityTerm"));
            }
        }
        for (var spread : Tree.maps(pod.spec(), "topologySpreadConstraints")) {
            spread(pod, spread);
        }
        classes(pod);
    }

    /// The cluster's own scheduler has chosen the node, among those it sees, and looked at the
    /// neighbours; nobody else does.
    private static void placed(PodScope pod) {
        var spec = pod.spec();
        var node = pod.tenant().text("spec", "nodeName").orElse("");
        pod.findings()
                .refuseIf(
                        !pod.view().offers(ResourceKind.NODE, node),
                        "spec.nodeName " + node + " is no node of this cluster");
        spec.put("nodeName", node);
        var affinity = Tree.map(spec, "affinity");
        affinity.keySet().removeAll(List.of("podAffinity", "podAntiAffinity"));
        if (affinity.isEmpty()) {
            spec.remove("affinity");
        }
        spec.remove("topologySpreadConstraints");
        spec.remove("schedulerName");
        classes(pod);
    }

    private static void nodes(PodScope pod) {
        var spec = pod.spec();
        pod.findings()
                .refuseIf(
                        !Tree.text(spec, "nodeName").isEmpty()
                                && !PodLife.isBound(pod.tenant())
                                && !pod.settings().isPlacedByTenant(pod.tenant()),
                        "spec.nodeName is for the host's scheduler to choose");
        spec.remove("nodeName");
        var enforced = pod.settings().pods().nodeSelector();
        if (!enforced.isEmpty()) {
            var selector = Tree.made(spec, "nodeSelector");
            enforced.forEach((key, value) -> {
                var wanted = Tree.text(selector, key);
                pod.findings()
                        .refuseIf(
                                !wanted.isEmpty() && !wanted.equals(value),
                                "spec.nodeSelector asks for "
                                        + key
                                        + "="
                                        + wanted
                                        + ", but this cluster's nodes have "
                                        + value);
                selector.put(key, value);
            });
        }
        var tolerations = pod.settings().pods().tolerations();
        if (!tolerations.isEmpty()) {
            var all = new ArrayList<Object>(Tree.list(spec, "tolerations"));
            tolerations.stream().filter(t -> !all.contains(t)).forEach(all::add);
            spec.put("tolerations", all);
        }
    }

    private static void scheduler(PodScope pod) {
        var spec = pod.spec();
        var scheduler = Tree.text(spec, "schedulerName");
        pod.findings()
                .refuseIf(
                        !scheduler.isEmpty()
                                && !scheduler.equals("default-scheduler")
                                && !pod.settings().pods().hostSchedulers().contains(scheduler),
                        "spec.schedulerName "
                                + scheduler
                                + " is no scheduler of the host that"
                                + " sync.toHost.pods.hybridScheduling.hostSchedulers names");
    }

    private static void term(PodScope pod, Map<String, Object> term) {
        var namespaces = Tree.texts(term, "namespaces");
        var byLabels = term.get("namespaceSelector") instanceof Map;
        var whose = Tree.map(term, "namespaceSelector");
        term.remove("namespaces");
        term.remove("namespaceSelector");
        if (!mergeKeys(pod, term)) {
            return;
        }
        boolean own = !byLabels && namespaces.isEmpty();
        var marks = own ? pod.copies().marks(pod.namespace()) : pod.copies().mark();
        var selector = Selectors.pods(Tree.map(term, "labelSelector"), marks);
        if (byLabels && namespaces.isEmpty()) {
            selector = Selectors.both(selector, Selectors.namespaces(whose));
        } else if (!own) {
            var all = new ArrayList<>(namespaces);
            if (byLabels) {
                pod.view()
                        .namespaces()
                        .forEach((name, labels) -> {
                            if (!all.contains(name) && LabelMatch.matches(whose, labels)) {
                                all.add(name);
                            }
                        });
            }
            all.sort(null);
            var in = Selectors.expression(Marks.NAMESPACE, "In", all);
            selector = Selectors.both(selector, Map.of("matchExpressions", List.of(in)));
        }
        term.put("labelSelector", selector);
    }

    private static void spread(PodScope pod, Map<String, Object> spread) {
        if (mergeKeys(pod, spread)) {
            var marks = pod.copies().marks(pod.namespace());
            spread.put("labelSelector", Selectors.pods(Tree.map(spread, "labelSelector"), marks));
        }
    }

    /// Writes out what `matchLabelKeys` stand for, as an API server does when a pod is made: with
    /// keys that are the tenant's, the host's could not.
    ///
    /// @return whether there is a selector; without one, no pod is meant
    private static boolean mergeKeys(PodScope pod, Map<String, Object> term) {
        boolean selects = term.get("labelSelector") instanceof Map;
        if (selects) {
            var labels = pod.tenant().labels();
            var selector = Tree.map(term, "labelSelector");
            merge(selector, Tree.texts(term, "matchLabelKeys"), "In", labels);
            merge(selector, Tree.texts(term, "mismatchLabelKeys"), "NotIn", labels);
        }
        term.remove("matchLabelKeys");
        term.remove("mismatchLabelKeys");
        return selects;
    }

    private static void merge(
            Map<String, Object> selector,
            List<String> keys,
            String operator,
            Map<String, String> labels) {
        var expressions = new ArrayList<Object>(Tree.list(selector, "matchExpressions"));
        for (var key : keys) {
            var value = labels.get(key);
            if (value != null) {
                var expression = Selectors.expression(key, operator, List.of(value));
                if (!expressions.contains(expression)) {
                    expressions.add(expression);
                }
            }
        }
        if (!expressions.isEmpty()) {
            selector.put("matchExpressions", expressions);
        }
    }

    private static void classes(PodScope pod) {
        var spec = pod.spec();
        var settings = pod.settings();
        // admission of the host fills these in from the classes
        spec.remove("priority");
        spec.remove("overhead");
        var enforced = settings.pods().priorityClass();
        var priority = Tree.text(spec, "priorityClassName");
        if (!enforced.isEmpty()) {
            spec.put("priorityClassName", enforced);
        } else if (priority.isEmpty() || priority.startsWith("system-")) {
            spec.remove("priorityClassName");
        } else if (settings.has(Feature.PRIORITY_CLASSES_TO_HOST)) {
            ownPriority(pod, priority);
        } else if (settings.fromHost().shows(ResourceKind.PRIORITY_CLASS)) {
            pod.requireOffered(ResourceKind.PRIORITY_CLASS, "spec.priorityClassName", priority);
        } else {
            spec.remove("priorityClassName");
        }
        if (!spec.containsKey("priorityClassName")) {
            spec.remove("preemptionPolicy");
        }
        runtime(pod);
    }

    /// Of a class of the tenant's. Whether pods of it preempt others is filled in from the class as
    /// well, and what says otherwise is refused: a patch may have changed that of the copy.
    private static void ownPriority(PodScope pod, String name) {
        var copy = pod.copies().name("", name);
        pod.spec().put("priorityClassName", copy);
        pod.spec().remove("preemptionPolicy");
        pod.findings()
                .requireCopy(
                        pod.view(),
                        ResourceKind.PRIORITY_CLASS,
                        "spec.priorityClassName",
                        name,
                        copy);
    }

    private static void runtime(PodScope pod) {
        var wanted = Tree.text(pod.spec(), "runtimeClassName");
        var enforced = pod.settings().pods().runtimeClass();
        if (!enforced.isEmpty()) {
            pod.spec().put("runtimeClassName", enforced);
        } else if (!wanted.isEmpty()
                && !pod.settings().fromHost().shows(ResourceKind.RUNTIME_CLASS)) {
            pod.findings()
                    .refuse(
                            "spec.runtimeClassName "
                                    + wanted
                                    + ": runtime classes are not synced; switch on"
                                    + " sync.fromHost.runtimeClasses");
        } else {
            pod.requireOffered(ResourceKind.RUNTIME_CLASS, "spec.runtimeClassName", wanted);
        }
    }
}
