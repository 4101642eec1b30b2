package io.mooring.nodes.gcp.testkit;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An operation: so many looks, at it or at what it is done to. Guarded by its [World].
final class Doing {

    /// How it ends badly.
    record Failure(String code, String message) {}

    final String name;
    final String zone;
    private final ObjectNode json;
    private final Runnable effect;
    private final Optional<Failure> failure;
    private int left;

    /// @param type `insert`, `delete`, `start`
    /// @param target the path of what it is done to
    /// @param effect what is so once it has ended, however it ends
    Doing(
            int number,
            String type,
            String zone,
            String target,
            String time,
            int looks,
            Runnable effect,
            Optional<Failure> failure) {
        this.name = "operation-" + number;
        this.zone = zone;
        this.left = looks;
        this.effect = effect;
        this.failure = failure;
        this.json =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("kind", "compute#operation")
                        .put("id", "" + (1_000_000 + number))
                        .put("name", name)
                        .put("zone", World.LINK + "zones/" + zone)
                        .put("operationType", type)
                        .put("targetLink", World.LINK + target)
                        .put("targetId", "" + (2_000_000 + number))
                        .put("insertTime", time)
                        .put("status", "PENDING")
                        .put("progress", 0);
    }

    String target() {
        return json.path("targetLink").asString("");
    }

    boolean hasEnded() {
        return json.path("status").asString("").equals("DONE");
    }

    void step() {
        if (hasEnded()) {
            return;
        }
        if (left > 0) {
            left--;
            json.put("status", "RUNNING");
            return;
        }
        json.put("status", "DONE").put("progress", 100);
        // The status is all that the client library tells of it.
        failure.ifPresent(it -> {
            json.put("httpErrorStatusCode", 503).put("httpErrorMessage", "SERVICE UNAVAILABLE");
            json.putObject("error")
                    .putArray("errors")
                    .addObject()
                    .put("code", it.code())
                    .put("message", it.message());
        });
        effect.run();
    }

    void say(String message) {
        json.put("statusMessage", message).put("user", "system@google.com");
    }

    ObjectNode json() {
        return json.deepCopy();
    }
}
