package io.mooring.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The older shape of `privateNodes.autoNodes`: one map, its pools naming their providers.
final class AutoNodesAlias {
    private static final String PATH = "privateNodes.autoNodes";

    private AutoNodesAlias() {}

    static void apply(Node.Obj document, List<Problem> warnings) {
        if (!(Tree.at(document, PATH) instanceof Node.Obj single)) {
            return;
        }
        var byProvider = new LinkedHashMap<String, Node.Obj>();
        for (var kind : List.of("static", "dynamic")) {
            if (single.entries().get(kind) instanceof Node.Arr(var pools)) {
                single.entries().remove(kind);
                pools.forEach(pool -> add(byProvider, single, kind, pool));
            }
        }
        var list = new ArrayList<Node>(byProvider.values());
        if (list.isEmpty() && !single.asksForNothing()) {
            list.add(single);
        }
        Tree.put(document, PATH, new Node.Arr(list));
        warnings.add(
                new Problem(
                        PATH,
                        "a map is the older shape; write a list of {provider, static, dynamic}"
                                + " instead"));
    }

    private static void add(
            LinkedHashMap<String, Node.Obj> byProvider, Node.Obj single, String kind, Node pool) {
        var own = pool instanceof Node.Obj(var entries) ? entries.remove("provider") : null;
        var provider = own == null ? single.entries().get("provider") : own;
        var name = provider instanceof Node.Leaf(var text, _) ? text : "";
        var group =
                byProvider.computeIfAbsent(
                        name,
                        _ -> {
                            var entries = new LinkedHashMap<>(single.entries());
                            if (provider != null) {
                                entries.put("provider", provider);
                            }
                            return new Node.Obj(entries);
                        });
        var pools =
                group.entries().computeIfAbsent(kind, _ -> new Node.Arr(new ArrayList<>()));
        ((Node.Arr) pools).items().add(pool);
    }
}
