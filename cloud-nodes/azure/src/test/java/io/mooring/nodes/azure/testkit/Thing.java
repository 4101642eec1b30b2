package io.mooring.nodes.azure.testkit;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A resource: what is known of it, and what is being done to it. Guarded by its [Group].
final class Thing {

    final String type;
    final String name;
    final ObjectNode json;

    /// How often it is looked for in vain, as just after it was made.
    int unseen;

    /// How often it still refuses to go, for a machine that it is kept for.
    int reserved;

    Optional<Operation> doing = Optional.empty();

    Thing(String path, String type, String name, ObjectNode json) {
        this.type = type;
        this.name = name;
        this.json = json;
        // Azure does not give ids back in the letters that it got.
        json.put("id", path.replaceFirst("resourceGroups/([^/]+)", "resourceGroups/NODES"));
        json.put("name", name);
        json.put(
                "type",
                path.contains("Microsoft.Network")
                        ? "Microsoft.Network/" + type
                        : "Microsoft.Compute/" + type);
    }

    String key() {
        return type + "/" + name.toLowerCase(Locale.ROOT);
    }

    String id() {
        return json.path("id").asString("");
    }

    ObjectNode properties() {
        return (ObjectNode) json.path("properties");
    }

    String tag(String key) {
        return json.path("tags").path(key).asString("");
    }

    /// One look at it, which takes what is being done to it one step further.
    void progress() {
        doing.ifPresent(Operation::step);
    }
}
