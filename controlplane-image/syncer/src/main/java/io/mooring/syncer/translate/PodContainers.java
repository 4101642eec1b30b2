package io.mooring.syncer.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Containers of all kinds: images, environment, references.
final class PodContainers {
    private PodContainers() {}

    static void translate(PodScope pod) {
        var injected = ServiceEnvironment.of(pod);
        for (var container : pod.containers()) {
            image(pod, container);
            environment(pod, container, injected);
            for (var source : Tree.maps(container, "envFrom")) {
                pod.rename(Tree.map(source, "configMapRef"), "name");
                pod.rename(Tree.map(source, "secretRef"), "name");
            }
        }
    }

    private static void image(PodScope pod, Map<String, Object> container) {
        var image = Tree.text(container, "image");
        var other = pod.settings().pods().images().get(image);
        if (other != null) {
            container.put("image", other);
        }
    }

    /// What the cluster gives comes first, so that what the tenant wrote can refer to it and wins.
    private static void environment(
            PodScope pod, Map<String, Object> container, Map<String, String> injected) {
        var given = new LinkedHashMap<>(injected);
        var own = Tree.maps(container, "env");
        for (var variable : own) {
            given.remove(Tree.text(variable, "name"));
            var source = Tree.map(variable, "valueFrom");
            FieldPaths.rewrite(source);
            pod.rename(Tree.map(source, "configMapKeyRef"), "name");
            pod.rename(Tree.map(source, "secretKeyRef"), "name");
        }
        List<Object> all = new ArrayList<>();
        given.forEach((name, value) -> all.add(variable(name, value)));
        all.addAll(own);
        container.put("env", all);
    }

    static Map<String, Object> variable(String name, String value) {
        var variable = new LinkedHashMap<String, Object>();
        variable.put("name", name);
        variable.put("value", value);
        return variable;
    }
}
