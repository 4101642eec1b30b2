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

    /// The hash of its public key, as `openssl` tells it.
    public static final String CA_HASH =
            "sha256:5d6fc124e972a98c5ea995bb04b965270c9a0f3b0f9f12d9336b4776347c2fed";

    private final Map<String, Volume> volumes = new TreeMap<>();
    private final EngineImages images = new EngineImages();
    private final EngineContainers running = new EngineContainers(volumes, images);
    private final Map<String, Container> containers = running.all;
    private final EngineNetworks networks =
            new EngineNetworks(
                    name -> containers.values().stream().anyMatch(it -> it.network().equals(name)));
    private String version = "1.41";
    private String oldest = "1.12";
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
        running.crashing(said);
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
        EngineContainers.halt(container);
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
        EngineContainers.halt(containers.get(name));
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
        containers.values().forEach(EngineContainers::halt);
    }

    /// What programs that are run in containers answer, by their command and their input; those
    /// that answer nothing fail.
    public synchronized EngineWorld running(BiFunction<String, String, String> answers) {
        running.programs(answers);
        return this;
    }

    /// @return frames
    synchronized byte[] exec(EngineCall call, byte[] input) {
        String wrong = String.join(", ", API.wrong("POST", call.path(), call.query(), call.json()));
        return running.run(call.part(1), wrong, new String(input, StandardCharsets.UTF_8));
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
            default -> running.answer(call);
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
}
