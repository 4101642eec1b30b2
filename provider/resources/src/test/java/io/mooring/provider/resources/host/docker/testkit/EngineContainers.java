package io.mooring.provider.resources.host.docker.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The containers that an engine has. Guarded by the world they are in.
final class EngineContainers {

    private static final String CERTIFICATE =
            """
            -----BEGIN CERTIFICATE-----
            MIIBfzCCASWgAwIBAgIUBPJqDCroraiHSOcSC/3EjJ7bB3QwCgYIKoZIzj0EAwIw
            FTETMBEGA1UEAwwKa3ViZXJuZXRlczAeFw0yNjExMjIyMTI3MTRaFw0zNjExMTky
            MTI3MTRaMBUxEzARBgNVBAMMCmt1YmVybmV0ZXMwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAASzB7ufJy9Ry7iG2vFa3zNXqI9BKcqKIXUU4T2htfwW9bNs8BNNdM6a
            VQkYcQ5WWIm7ARyjgqv1aSnio/wSsuB/o1MwUTAdBgNVHQ4EFgQUOkpGl1QMRhiE
            4JYtjHC2u7WOVxEwHwYDVR0jBBgwFoAUOkpGl1QMRhiE4JYtjHC2u7WOVxEwDwYD
            VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA7bPqntvB/g6blRPD7F58Y
            GUNokkTNrfffN5xNnbn/hwIhAKU587tR8ORwNqeklNUGsyCJUt0zmsuEJoYD+nfi
            0wp1
            -----END CERTIFICATE-----
            """;

    final Map<String, Container> all = new TreeMap<>();
    private final Map<String, Volume> volumes;
    private final EngineImages images;
    private final Map<String, String> execs = new TreeMap<>();
    private BiFunction<String, String, String> programs = (_, _) -> "";
    private String log = "";
    private boolean crashing;
    private boolean failed;
    private int made;

    EngineContainers(Map<String, Volume> volumes, EngineImages images) {
        this.volumes = volumes;
        this.images = images;
    }

    void crashing(String said) {
        crashing = true;
        log = said;
    }

    void programs(BiFunction<String, String, String> answers) {
        programs = answers;
    }

    /// @param unknown what is run if nothing of that id was prepared
    byte[] run(String id, String unknown, String input) {
        String said = programs.apply(execs.getOrDefault(id, unknown), input);
        failed = said.isEmpty();
        return failed
                ? Frames.one(2, "some log\nmooring snapshot create: no store\n")
                : Frames.one(1, said);
    }

    Reply answer(EngineCall call) throws IOException {
        if (call.part(0).equals("exec")) {
            return Reply.json(200, Map.of("ExitCode", failed ? 1 : 0, "Running", false));
        }
        if (call.is("GET", "/containers/json")) {
            return Reply.json(200, all.values().stream().map(EngineContainers::row).toList());
        }
        if (call.is("POST", "/containers/create")) {
            return create(call);
        }
        Container container = all.get(call.part(1));
        return container == null
                ? Reply.error(404, "No such container: " + call.part(1))
                : container(call, container);
    }

    private static Map<String, Object> row(Container container) {
        return Map.of(
                "Id",
                container.id,
                "Names",
                List.of("/" + container.name),
                "Ports",
                container.isAtWork() && container.hostConfig().has("PortBindings")
                        ? List.of(Map.of("PrivatePort", 8443, "PublicPort", container.port()))
                        : List.of());
    }

    private Reply create(EngineCall call) {
        String name = call.query().get("name");
        JsonNode body = call.json();
        if (!images.here.contains(body.path("Image").asString(""))) {
            return Reply.error(404, "No such image: " + body.path("Image").asString(""));
        }
        if (all.containsKey(name)) {
            return Reply.error(409, "Conflict. The container name \"/" + name + "\" is in use");
        }
        var container = new Container("id" + ++made, name, ((ObjectNode) body).deepCopy());
        if (!volumes.containsKey(container.volume())) {
            return Reply.error(400, "no volume " + container.volume());
        }
        all.put(name, container);
        return Reply.json(201, Map.of("Id", container.id, "Warnings", List.of()));
    }

    private Reply container(EngineCall call, Container container) throws IOException {
        return switch (call.path().split("/").length > 3 ? call.part(2) : "") {
            case "json" -> {
                if (container.status.equals("restarting")) {
                    container.restarts++;
                }
                yield Reply.json(200, container.told());
            }
            case "archive" -> archive(call, container);
            case "logs" -> new Reply(200, Frames.of(log));
            case "start" -> start(container);
            case "exec" -> {
                execs.put("exec" + ++made, call.json().path("Cmd").toString());
                yield Reply.json(201, Map.of("Id", "exec" + made));
            }
            case "unpause" -> {
                container.status = "running";
                yield Reply.empty(204);
            }
            case "stop" -> {
                boolean runs = container.isAtWork();
                halt(container);
                yield Reply.empty(runs ? 204 : 304);
            }
            default -> {
                if (container.isAtWork() && !call.flag("force")) {
                    yield Reply.error(409, "You cannot remove a running container");
                }
                halt(container);
                all.remove(container.name);
                yield Reply.empty(204);
            }
        };
    }

    private Reply archive(EngineCall call, Container container) {
        Volume volume = volumes.get(container.volume());
        String path = call.query().get("path");
        if (call.method().equals("PUT")) {
            if (!path.equals("/data")) {
                return Reply.error(403, "container rootfs is marked read-only");
            }
            volume.extract(call.body());
            return Reply.empty(200);
        }
        byte[] content = volume.files.get(path.replaceFirst("^/data/", ""));
        return content == null
                ? Reply.error(404, "Could not find the file " + path)
                : new Reply(200, Archive.of(path.substring(path.lastIndexOf('/') + 1), content));
    }

    private Reply start(Container container) throws IOException {
        if (container.isAtWork()) {
            return Reply.empty(304);
        }
        Volume volume = volumes.get(container.volume());
        if (volume.files.get("host/config.yaml") == null || crashing) {
            container.status = "restarting";
            container.restarts = 3;
            container.exitCode = 1;
            return Reply.empty(204);
        }
        try {
            container.api = new PublishedApi(container.port());
        } catch (IOException e) {
            return Reply.error(
                    500,
                    "driver failed programming external connectivity on endpoint: listen tcp4 127.0.0.1:%d: bind: address already in use"
                            .formatted(container.port()));
        }
        String endpoint = container.argument("--endpoint");
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        volume.files.put(
                "mooring/kubeconfig/admin.conf",
                PublishedApi.kubeconfig(port).getBytes(StandardCharsets.UTF_8));
        volume.files.put("mooring/pki/ca.crt", CERTIFICATE.getBytes(StandardCharsets.UTF_8));
        container.status = "running";
        return Reply.empty(204);
    }

    static void halt(Container container) {
        PublishedApi api = container.api;
        if (api != null) {
            api.close();
            container.api = null;
        }
        if (container.isAtWork()) {
            container.status = "exited";
        }
    }
}
