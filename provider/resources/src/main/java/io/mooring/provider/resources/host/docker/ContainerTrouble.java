package io.mooring.provider.resources.host.docker;

import java.util.List;

/// What a person would look up about a container that does not get ready: how it ended and the end
/// of its log.
final class ContainerTrouble {

    private static final int LOG_LINES = 25;

    private ContainerTrouble() {}

    static String report(Engine engine, ContainerView container, String cluster) {
        String name = EngineNames.of(cluster);
        return "Container %s is %s, it was started again %d times, %s. The end of its log:\n%s"
                .formatted(
                        name,
                        container.status(),
                        container.restarts(),
                        container.ending(),
                        String.join("\n", log(engine, name)));
    }

    private static List<String> log(Engine engine, String name) {
        try {
            var text = new LastBytes();
            engine.read(
                    EngineRequest.of("GET", "/containers/" + name + "/logs")
                            .with("stdout", "true")
                            .with("stderr", "true")
                            .with("tail", Integer.toString(LOG_LINES)),
                    body -> {
                        LogFrames.copy(body, text, text);
                        return text;
                    });
            List<String> lines = text.text().lines().toList();
            return lines.isEmpty() ? List.of("  (no log)") : lines;
        } catch (EngineFailure e) {
            // an engine may send logs elsewhere, where it cannot read them back
            return List.of("  (no log: %s)".formatted(e.said()));
        }
    }
}
