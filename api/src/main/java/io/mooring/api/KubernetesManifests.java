package io.mooring.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Kubernetes objects as people write them down: YAML documents, one an object.
public final class KubernetesManifests {
    private KubernetesManifests() {}

    /// The objects in `yaml`, each with an `apiVersion`, a `kind` and a name. Fields without a
    /// value are left out.
    ///
    /// @throws InvalidConfigException with every problem there is, not only the first
    public static List<Map<String, Object>> read(String yaml) {
        var objects = new ArrayList<Map<String, Object>>();
        var problems = new ArrayList<Problem>();
        var documents = YamlReader.readAll(yaml);
        for (int i = 0; i < documents.size(); i++) {
            var document = documents.get(i);
            var lacks = lacks(document);
            if (lacks.isEmpty() && document instanceof Node.Obj(var entries)) {
                objects.add(map(entries));
            } else {
                problems.add(new Problem("", "document " + (i + 1) + " " + lacks));
            }
        }
        if (objects.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem("", "holds no Kubernetes object"));
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems, List.of());
        }
        return List.copyOf(objects);
    }

    private static String lacks(Node document) {
        if (!(document instanceof Node.Obj)) {
            return "must be a Kubernetes object, but is " + document.described();
        }
        for (var path : List.of("apiVersion", "kind", "metadata.name")) {
            if (!(Tree.at(document, path) instanceof Node.Leaf(var text, _)) || text.isEmpty()) {
                return "lacks " + path;
            }
        }
        return "";
    }

    private static Map<String, Object> map(Map<String, Node> entries) {
        var map = new LinkedHashMap<String, Object>();
        entries.forEach((key, node) -> {
            if (!(node instanceof Node.Nothing)) {
                map.put(key, value(node));
            }
        });
        return map;
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.Obj(var entries) -> map(entries);
            case Node.Arr(var items) ->
                    items.stream()
                            .filter(item -> !(item instanceof Node.Nothing))
                            .map(KubernetesManifests::value)
                            .toList();
            case Node.Leaf _, Node.Nothing _ -> {
                var plain = node.plain();
                yield plain == null ? "" : plain;
            }
        };
    }
}
