package io.mooring.provider.resources.host.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// A container, as the engine tells of it when asked for this one.
record ContainerView(JsonNode told) {

    static Optional<ContainerView> find(Engine engine, String cluster) {
        return engine.find("/containers/" + EngineNames.of(cluster) + "/json")
                .map(ContainerView::new);
    }

    boolean isOf(String cluster) {
        return EngineNames.isOf(cluster, labels());
    }

    private JsonNode labels() {
        return told.path("Config").path("Labels");
    }

    Optional<String> label(String name) {
        return labels().path(name).stringValueOpt();
    }

    String id() {
        return told.path("Id").asString("");
    }

    /// `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.
    String status() {
        return state().path("Status").asString("");
    }

    private JsonNode state() {
        return told.path("State");
    }

    /// Whether it has processes, or will have some again without anybody's help.
    boolean isAtWork() {
        return switch (status()) {
            case "running", "paused", "restarting" -> true;
            default -> false;
        };
    }

    boolean isFrozen() {
        return status().equals("paused");
    }

    int restarts() {
        return told.path("RestartCount").asInt(0);
    }

    /// How its last process ended, in words.
    String ending() {
        String error = state().path("Error").asString("");
        String memory = state().path("OOMKilled").asBoolean(false) ? ", it was out of memory" : "";
        return "exit code %d%s%s"
                .formatted(
                        state().path("ExitCode").asInt(0),
                        memory,
                        error.isEmpty() ? "" : ", " + error);
    }

    JsonNode hostConfig() {
        return told.path("HostConfig");
    }

    String image() {
        return told.path("Config").path("Image").asString("");
    }

    List<String> networks() {
        return told.path("NetworkSettings").path("Networks").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The port of the machine that leads to a port of it, as it was asked for.
    OptionalInt publishedPort() {
        return hostConfig().path("PortBindings").properties().stream()
                .flatMap(it -> it.getValue().valueStream())
                .map(it -> it.path("HostPort").asString(""))
                .filter(text -> text.matches("[0-9]{1,5}"))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }
}
