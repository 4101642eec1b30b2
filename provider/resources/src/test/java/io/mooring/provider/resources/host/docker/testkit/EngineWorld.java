package io.mooring.provider.resources.host.docker.testkit;

import io.mooring.nodes.testkit.ApiDescription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an engine has, and what it does when it is called. Guarded by itself.
public final class EngineWorld {

    private static final ApiDescription API = ApiDescription.read(EngineWorld.class, "engine.json");
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

    /// The hash of its public key, as `openssl` tells it.
    public static final String CA_HASH =
            "sha256:5d6fc124e972a98c5ea995bb04b965270c9a0f3b0f9f12d9336b4776347c2fed";

    private final Map<String, Volume> volumes = new TreeMap<>();
    private final Map<String, Container> containers = new TreeMap<>();
    private final EngineNetworks networks =
            new EngineNetworks(
                    name -> containers.values().stream().anyMatch(it -> it.network().equals(name)));
    private final EngineImages images = new EngineImages();
    private String version = "1.41";
    private String oldest = "1.12";
    private String log = "";
    private boolean crashing;
    private int made;
    private final Map<String, String> execs = new TreeMap<>();
    private BiFunction<String, String, String> programs = (_, _) -> "";
    private boolean failed;
    private byte[] hidden = new byte[0];
    private int hiddenFor;
    private String hiddenIn = "";

    EngineWorld() {}

    /// An image that it has.
    public synchronized EngineWorld withImage(String reference) {
        images.here.add(reference);
        return this;
    }

    /// An image that the registry has.
    public synchronized EngineWorld withPullable(String reference) {
        images.pullable.add(reference);
        return this;
    }

    public synchronized EngineWorld speaking(String from, String to) {
        oldest = from;
        version = to;
        return this;
    }

    /// Whatever it starts ends at once, after having said this.
    public synchronized EngineWorld crashing(String said) {
        crashing = true;
        log = said;
        return this;
    }

    public synchronized boolean isEmpty() {
        return volumes.isEmpty() && containers.isEmpty() && networks.isEmpty();
    }

    public synchronized List<String> containers() {
        return List.copyOf(containers.keySet());
    }

    /// What it tells of a container, as text.
    public synchronized String inspect(String name) {
        return JsonMapper.shared().writeValueAsString(containers.get(name).told());
    }

    public synchronized String id(String name) {
        return containers.get(name).id;
    }

    /// A file of a volume.
    public synchronized String file(String volume, String path) {
        return new String(volumes.get(volume).files.get(path), StandardCharsets.UTF_8);
    }

    /// Somebody stops a container.
    public synchronized void stop(String name, int exitCode) {
        Container container = containers.get(name);
        halt(container);
        container.exitCode = exitCode;
    }

    /// A container has been started again that often, and runs.
    public synchronized void restarted(String name, int times) {
        containers.get(name).restarts = times;
    }

    /// The API of a container's server is away until that many calls more have been answered.
    public synchronized void awayFor(String name, int calls) {
        hidden = volumes.get(name).files.remove("mooring/kubeconfig/admin.conf");
        hiddenFor = calls;
        hiddenIn = name;
    }

    /// Somebody freezes a container.
    public synchronized void freeze(String name) {
        containers.get(name).status = "paused";
    }

    /// Somebody removes a container.
    public synchronized void remove(String name) {
        halt(containers.get(name));
        containers.remove(name);
    }

    /// Somebody changes a field of what a container was made of, such as `/HostConfig/Memory`.
    public synchronized void change(String name, String pointer, String json) {
        int cut = pointer.lastIndexOf('/');
        Container container = containers.get(name);
        JsonNode holder = cut == 0 ? container.made : container.made.at(pointer.substring(0, cut));
        ((ObjectNode) holder).set(pointer.substring(cut + 1), JsonMapper.shared().readTree(json));
    }

    /// Somebody makes a container of their own.
    public synchronized void foreign(String name) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.putObject("Labels");
        containers.put(name, new Container("foreign", name, body));
    }

    /// Somebody makes a volume of their own in place of what is there.
    public synchronized void foreignVolume(String name) {
        volumes.put(name, new Volume(name, JsonMapper.shared().createObjectNode()));
    }

    /// A cluster has this port, and does not run.
    public synchronized void resting(String cluster, int port) {
        volumes.put(
                cluster,
                new Volume(
                        cluster,
                        JsonMapper.shared()
                                .valueToTree(
                                        Map.of(
                                                "io.mooring.cluster",
                                                cluster,
                                                "io.mooring.port",
                                                Integer.toString(port)))));
    }

    /// A label of a volume.
    public synchronized String label(String volume, String label) {
        return volumes.get(volume).labels.path(label).asString("");
    }

    /// A label of all networks.
    public synchronized List<String> networkLabels(String label) {
        return networks.labels(label);
    }

    /// What the last archive for a volume held, entry by entry: type, name, and the name that a
    /// link is to.
    public synchronized List<String> extracted(String volume) {
        return List.copyOf(volumes.get(volume).extracted);
    }

    /// The files of a volume.
    public synchronized Set<String> files(String volume) {
        return Set.copyOf(volumes.get(volume).files.keySet());
    }

    synchronized void close() {
        containers.values().forEach(EngineWorld::halt);
    }

    /// What programs that are run in containers answer, by their command and their input; those
    /// that answer nothing fail.
    public synchronized EngineWorld running(BiFunction<String, String, String> answers) {
        programs = answers;
        return this;
    }

    /// @return frames
    synchronized byte[] exec(EngineCall call, byte[] input) {
        String wrong = String.join(", ", API.wrong("POST", call.path(), call.query(), call.json()));
        String said =
                programs.apply(
                        execs.getOrDefault(call.part(1), wrong),
                        new String(input, StandardCharsets.UTF_8));
        failed = said.isEmpty();
        return failed
                ? Frames.one(2, "some log\nmooring snapshot create: no store\n")
                : Frames.one(1, said);
    }

    synchronized Reply answer(EngineCall call) {
        if (call.path().equals("/version")) {
            return Reply.json(200, Map.of("ApiVersion", version, "MinAPIVersion", oldest));
        }
        if (!call.version().equals(version) && !call.version().equals("1.50")) {
            return Reply.error(400, "client version " + call.version() + " is not it");
        }
        String plain = call.path().replaceFirst("^/images/(.+)/json$", "/images/it/json");
        List<String> wrong = API.wrong(call.method(), plain, call.query(), call.json());
        if (!wrong.isEmpty()) {
            return Reply.error(400, call + ": " + String.join(", ", wrong));
        }
        if (hiddenFor > 0 && --hiddenFor == 0) {
            volumes.get(hiddenIn).files.put("mooring/kubeconfig/admin.conf", hidden);
        }
        try {
            return route(call);
        } catch (IllegalArgumentException | IOException e) {
            return Reply.error(500, String.valueOf(e.getMessage()));
        }
    }

    private Reply route(EngineCall call) throws IOException {
        return switch (call.part(0)) {
            case "images" -> images.answer(call);
            case "volumes" -> volume(call);
            case "networks" -> networks.answer(call);
            case "exec" -> Reply.json(200, Map.of("ExitCode", failed ? 1 : 0, "Running", false));
            default -> {
                if (call.is("GET", "/containers/json")) {
                    yield Reply.json(
                            200, containers.values().stream().map(EngineWorld::row).toList());
                }
                if (call.is("POST", "/containers/create")) {
                    yield create(call);
                }
                Container container = containers.get(call.part(1));
                yield container == null
                        ? Reply.error(404, "No such container: " + call.part(1))
                        : container(call, container);
            }
        };
    }

    private Reply volume(EngineCall call) {
        if (call.is("GET", "/volumes")) {
            return Reply.json(
                    200,
                    Map.of(
                            "Volumes",
                            volumes.values().stream()
                                    .filter(it -> call.means(it.labels))
                                    .map(Volume::told)
                                    .toList()));
        }
        if (call.is("POST", "/volumes/create")) {
            String name = call.json().path("Name").asString("");
            volumes.computeIfAbsent(name, it -> new Volume(it, call.json().path("Labels")));
            return Reply.json(201, volumes.get(name).told());
        }
        Volume volume = volumes.get(call.part(1));
        if (volume == null) {
            return Reply.error(404, "get " + call.part(1) + ": no such volume");
        }
        if (call.method().equals("GET")) {
            return Reply.json(200, volume.told());
        }
        if (containers.values().stream().anyMatch(it -> it.volume().equals(volume.name))) {
            return Reply.error(409, "remove " + volume.name + ": volume is in use");
        }
        volumes.remove(volume.name);
        return Reply.empty(204);
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
        if (containers.containsKey(name)) {
            return Reply.error(409, "Conflict. The container name \"/" + name + "\" is in use");
        }
        var container = new Container("id" + ++made, name, ((ObjectNode) body).deepCopy());
        if (!volumes.containsKey(container.volume())) {
            return Reply.error(400, "no volume " + container.volume());
        }
        containers.put(name, container);
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
                remove(container.name);
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

    private static void halt(Container container) {
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
