package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What is in the resource group, and what is being done. Guarded by its [ArmRules].
final class Group {

    private static final int PAGE = 2;

    private final Map<String, Thing> things = new TreeMap<>();
    private final Map<String, Operation> operations = new HashMap<>();
    private boolean silent;

    void silence() {
        silent = true;
    }

    Optional<Thing> get(String type, String name) {
        return Optional.ofNullable(things.get(type + "/" + name.toLowerCase(Locale.ROOT)));
    }

    /// By a resource's id, in whatever letters.
    Optional<Thing> byId(String id) {
        String[] parts = id.split("/");
        return get(parts[parts.length - 2], parts[parts.length - 1]);
    }

    Thing put(Thing thing) {
        things.put(thing.key(), thing);
        return thing;
    }

    void remove(Thing thing) {
        things.remove(thing.key());
    }

    List<Thing> all(String type) {
        return things.values().stream().filter(it -> it.type.equals(type)).toList();
    }

    /// What may be seen of it just now; each look brings it nearer.
    Optional<Thing> look(String type, String name) {
        return get(type, name).filter(Group::isSeen);
    }

    private static boolean isSeen(Thing thing) {
        if (thing.unseen > 0) {
            thing.unseen--;
            return false;
        }
        return true;
    }

    /// A page of what may be seen, and where the next one is.
    Answer list(ArmCall call, String endpoint) {
        List<Thing> seen = all(call.type()).stream().filter(Group::isSeen).toList();
        int from = Integer.parseInt(call.query().getOrDefault("$skiptoken", "0"));
        int to = Math.min(from + PAGE, seen.size());
        var body = JsonMapper.shared().createObjectNode();
        var value = body.putArray("value");
        new ArrayList<>(seen.subList(Math.min(from, to), to))
                .forEach(it -> value.add(withoutInstanceView(it.json)));
        if (to < seen.size()) {
            body.put(
                    "nextLink",
                    "%s%s?api-version=%s&$skiptoken=%d"
                            .formatted(endpoint, call.path(), call.query().get("api-version"), to));
        }
        return Answer.json(200, body);
    }

    static ObjectNode withoutInstanceView(ObjectNode json) {
        ObjectNode copy = json.deepCopy();
        if (copy.path("properties") instanceof ObjectNode properties) {
            properties.remove("instanceView");
        }
        return copy;
    }

    Operation begin(
            int looks,
            Map<String, String> wait,
            Runnable effect,
            Optional<Operation.Failure> failure) {
        var begun =
                new Operation(
                        "op-" + operations.size(),
                        looks,
                        wait,
                        effect,
                        silent ? failure.map(_ -> new Operation.Failure("", "")) : failure);
        operations.put(begun.id, begun);
        return begun;
    }

    Optional<Operation> operation(String id) {
        return Optional.ofNullable(operations.get(id));
    }
}
