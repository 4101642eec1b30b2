package io.mooring.provider.resources.host.docker.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// The networks that an engine has. Guarded by the world it is in.
final class EngineNetworks {

    private final Map<String, ObjectNode> networks = new LinkedHashMap<>();
    private final Predicate<String> inUse;
    private int made;

    /// @param inUse whether a container is on the network of that name
    EngineNetworks(Predicate<String> inUse) {
        this.inUse = inUse;
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    List<String> labels(String label) {
        return networks.values().stream()
                .map(it -> it.path("Labels").path(label).asString(""))
                .toList();
    }

    Reply answer(EngineCall call) {
        if (call.is("GET", "/networks")) {
            return Reply.json(
                    200,
                    networks.values().stream()
                            .filter(it -> call.means(it.path("Labels")))
                            .toList());
        }
        if (call.is("POST", "/networks/create")) {
            ObjectNode network = ((ObjectNode) call.json()).put("Id", "net" + ++made);
            networks.put("net" + made, network);
            return Reply.json(201, Map.of("Id", "net" + made, "Warning", ""));
        }
        Optional<ObjectNode> found =
                networks.values().stream()
                        .filter(it ->
                                Stream.of("Id", "Name")
                                        .anyMatch(key ->
                                                it.path(key).asString("").equals(call.part(1))))
                        .findFirst();
        if (found.isEmpty()) {
            return Reply.error(404, "network " + call.part(1) + " not found");
        }
        if (call.method().equals("GET")) {
            return Reply.json(200, found.get());
        }
        String name = found.get().path("Name").asString("");
        if (inUse.test(name)) {
            return Reply.error(403, "network " + name + " has active endpoints");
        }
        networks.remove(found.get().path("Id").asString(""));
        return Reply.empty(204);
    }
}
