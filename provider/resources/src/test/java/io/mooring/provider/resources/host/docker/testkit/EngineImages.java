package io.mooring.provider.resources.host.docker.testkit;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The images that an engine has, and those that it can have. Guarded by the world it is in.
final class EngineImages {

    final Set<String> here = new HashSet<>();
    final Set<String> pullable = new HashSet<>();

    Reply answer(EngineCall call) {
        if (call.method().equals("GET")) {
            String name = call.path().replaceFirst("^/images/(.+)/json$", "$1");
            return here.contains(name)
                    ? Reply.json(200, Map.of("Id", "sha256:it"))
                    : Reply.error(404, "No such image: " + name);
        }
        if (call.is("POST", "/images/load")) {
            String loaded = new String(call.body(), StandardCharsets.UTF_8).strip();
            if (!loaded.contains(":")) {
                return Reply.text("{\"error\":\"invalid tar header\"}\r\n");
            }
            here.add(loaded);
            return Reply.text("{\"stream\":\"Loaded image: " + loaded + "\\n\"}\r\n");
        }
        String name = call.query().get("fromImage") + ":" + call.query().get("tag");
        if (!pullable.contains(name)) {
            return Reply.text(
                    "{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{},\"error\":\"manifest for %s not found\"}\r\n"
                            .formatted(name));
        }
        here.add(name);
        return Reply.text(
                "{\"status\":\"Downloading\",\"id\":\"a1\"}\r\n{\"status\":\"done\"}\r\n");
    }
}
