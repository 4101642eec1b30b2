package io.mooring.nodes.gcp.testkit;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// An instance or a disk: what is known of it, and what is being done to it. Guarded by its
/// [World].
final class Thing {

    final String zone;
    final String name;
    final ObjectNode json;

    /// How often it is looked for in vain, as just after it was made.
    int unseen;

    Optional<Doing> doing = Optional.empty();

    Thing(String zone, String name, ObjectNode json) {
        this.zone = zone;
        this.name = name;
        this.json = json;
    }

    String label(String key) {
        return json.path("labels").path(key).asString("");
    }

    String status() {
        return json.path("status").asString("");
    }

    void status(String status) {
        json.put("status", status);
    }

    /// One look at it, which takes what is being done to it one step further.
    ///
    /// @return whether it may be seen
    boolean look() {
        doing.ifPresent(Doing::step);
        if (unseen > 0) {
            unseen--;
            return false;
        }
        return true;
    }
}
