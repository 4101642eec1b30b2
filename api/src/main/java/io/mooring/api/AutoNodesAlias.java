package io.mooring.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The older shape of `privateNodes.autoNodes`: one map, its pools naming their providers.
final class AutoNodesAlias {
    private static final String PATH = "privateNodes.autoNodes";

    private AutoNodesAlias() {}

    static void apply(Node.Obj document, List<Problem> warnings) {
        if (!(Tree.at(document, PATH) instanceof Node.Obj single)) {
            return;
        }
        var byProvider = new LinkedHashMap<String, Node.Obj>();
        var fixed = single.entries().remove("static");
        var dynamic = single.entries().remove("dynamic");
        add(byProvider, single, "static", fixed);
        add(byProvider, single, "dynamic", dynamic);
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
            Map<String, Node.Obj> byProvider, Node.Obj single, String kind, @Nullable Node pools) {
        if (pools instanceof Node.Arr(var items)) {
            for (var pool : items) {
                var group = group(byProvider, single, pool);
                var known =
                        group.entries().computeIfAbsent(kind, _ -> new Node.Arr(new ArrayList<>()));
                ((Node.Arr) known).items().add(pool);
            }
        } else if (pools != null) {
            group(byProvider, single, pools).entries().put(kind, pools);
        }
    }

    private static Node.Obj group(Map<String, Node.Obj> byProvider, Node.Obj single, Node pool) {
        var own = pool instanceof Node.Obj(var entries) ? entries.remove("provider") : null;
        var provider = own == null ? single.entries().get("provider") : own;
        var name = provider instanceof Node.Leaf(var text, _) ? text : "";
        return byProvider.computeIfAbsent(
                name,
                _ -> {
                    var entries = new LinkedHashMap<>(single.entries());
                    if (provider != null) {
                        entries.put("provider", provider);
                    }
                    return new Node.Obj(entries);
                });
    }
}
