package io.mooring.provider.resources.host.docker.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A container: what it was made of, and how it is.
final class Container {

    final String id;
    final String name;
    final ObjectNode made;
    String status = "created";
    int exitCode;
    int restarts;
    @Nullable PublishedApi api;

    Container(String id, String name, ObjectNode made) {
        this.id = id;
        this.name = name;
        this.made = made;
    }

    boolean isAtWork() {
        return status.equals("running") || status.equals("paused") || status.equals("restarting");
    }

    JsonNode hostConfig() {
        return made.path("HostConfig");
    }

    String network() {
        return hostConfig().path("NetworkMode").asString("");
    }

    String volume() {
        return hostConfig().path("Mounts").path(0).path("Source").asString("");
    }

    JsonNode binding() {
        return hostConfig().path("PortBindings").properties().iterator().next().getValue().path(0);
    }

    int port() {
        return Integer.parseInt(binding().path("HostPort").asString("0"));
    }

    /// The value of an option of its command line.
    String argument(String option) {
        return made.path("Cmd")
                .valueStream()
                .map(JsonNode::asString)
                .filter(it -> it.startsWith(option + "="))
                .map(it -> it.substring(option.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    Map<String, Object> told() {
        var config = made.deepCopy();
        config.remove("HostConfig");
        var told = new LinkedHashMap<String, Object>();
        told.put("Id", id);
        told.put("Name", "/" + name);
        told.put("RestartCount", restarts);
        told.put(
                "State",
                Map.of(
                        "Status",
                        status,
                        "Running",
                        isAtWork(),
                        "ExitCode",
                        exitCode,
                        "OOMKilled",
                        exitCode == 137,
                        "Error",
                        ""));
        told.put("Config", config);
        told.put("HostConfig", hostConfig());
        told.put("NetworkSettings", Map.of("Networks", Map.of(network(), Map.of())));
        return told;
    }
}
