package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.gcp.testkit.GceRules.Started;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.Next;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of instances and their disks. Guarded by its [GceRules].
final class InstanceRules {

    private final World world;
    private final Consumer<Started> started;
    private final Consumer<String> ended;
    private final List<Failing> failing = new ArrayList<>();
    private int looks = 1;
    private int unseen;
    private int addresses;
    private boolean keepsDisks;

    InstanceRules(World world, Consumer<Started> started, Consumer<String> ended) {
        this.world = world;
        this.started = started;
        this.ended = ended;
    }

    private record Failing(Next<GceCall> on, Doing.Failure failure) {}

    void fail(Predicate<GceCall> on, int times, Doing.Failure failure) {
        failing.add(new Failing(new Next<>(on, times), failure));
    }

    void slowness(int looksTaken) {
        looks = looksTaken;
    }

    void showAfter(int looksInVain) {
        unseen = looksInVain;
    }

    void keepDisks() {
        keepsDisks = true;
    }

    Answer insert(GceCall call) {
        String name = call.body().path("name").asString("");
        Optional<Doing> before = world.byRequest(call);
        if (before.isPresent()) {
            return Answer.json(200, before.get().json());
        }
        if (world.instances.containsKey(World.key(call.zone(), name))) {
            return Answers.there(path(call.zone(), "instances", name));
        }
        for (JsonNode disk : call.body().path("disks")) {
            String wanted = disk.at("/initializeParams/diskName").asString("");
            if (world.disks.containsKey(World.key(call.zone(), wanted))) {
                return Answers.there(path(call.zone(), "disks", wanted));
            }
        }
        return Answer.json(200, make(call, name).json());
    }

    private static String path(String zone, String type, String name) {
        return "projects/" + World.PROJECT + "/zones/" + zone + "/" + type + "/" + name;
    }

    private Doing make(GceCall call, String name) {
        var json = (ObjectNode) call.body().deepCopy();
        var machine = new Thing(call.zone(), name, json);
        machine.unseen = unseen;
        json.put("id", "" + (3_000_000 + addresses));
        json.put("creationTimestamp", world.now());
        json.put("zone", World.LINK + call.scope());
        json.put("machineType", World.LINK + json.path("machineType").asString(""));
        machine.status("PROVISIONING");
        var card = (ObjectNode) json.path("networkInterfaces").path(0);
        card.put("networkIP", "10.132.0." + (2 + addresses++));
        card.put(
                "subnetwork",
                "https://www.googleapis.com/compute/v1/"
                        + card.path("subnetwork")
                                .asString(
                                        "projects/my-project-1/regions/europe-west1/subnetworks/default"));
        json.path("disks").forEach(it -> disk(call, machine, (ObjectNode) it));
        world.instances.put(World.key(machine.zone, name), machine);
        Optional<Doing.Failure> failure =
                failing.stream()
                        .filter(it -> it.on().takes(call))
                        .map(Failing::failure)
                        .findFirst();
        Doing begun =
                world.begin(
                        call,
                        "insert",
                        call.scope() + "/instances/" + name,
                        looks,
                        () -> {
                            if (failure.isPresent()) {
                                remove(machine);
                            } else {
                                run(machine);
                            }
                        },
                        failure);
        machine.doing = Optional.of(begun);
        return begun;
    }

    private void run(Thing machine) {
        machine.status("RUNNING");
        String userData = "";
        for (JsonNode item : machine.json.path("metadata").path("items")) {
            if (item.path("key").asString("").equals("user-data")) {
                userData = item.path("value").asString("");
            }
        }
        started.accept(new Started(machine.label("mooring-machine"), userData));
    }

    private void disk(GceCall call, Thing machine, ObjectNode attached) {
        JsonNode given = attached.path("initializeParams");
        String name = given.path("diskName").asString("");
        var json = JsonMapper.shared().createObjectNode();
        json.put("name", name);
        json.put("zone", World.LINK + call.scope());
        json.put("creationTimestamp", world.now());
        json.put("status", "READY");
        json.set("labels", given.path("labels").deepCopy());
        String image = given.path("sourceImage").asString("");
        if (!image.isEmpty()) {
            json.put(
                    "sourceImage",
                    "https://www.googleapis.com/compute/v1/"
                            + image.replace("family/", "")
                            + (image.contains("/family/") ? Images.NEWEST : ""));
        }
        json.putArray("users").add(World.LINK + call.scope() + "/instances/" + machine.name);
        attached.put("source", World.LINK + call.scope() + "/disks/" + name);
        attached.remove("initializeParams");
        world.disks.put(World.key(call.zone(), name), new Thing(call.zone(), name, json));
    }

    Answer delete(GceCall call) {
        return change(call, "delete", "STOPPING", this::end);
    }

    private void end(Thing machine) {
        remove(machine);
        ended.accept(machine.label("mooring-machine"));
    }

    /// With its disks, unless that fails half way.
    void remove(Thing machine) {
        world.instances.remove(World.key(machine.zone, machine.name));
        for (JsonNode attached : machine.json.path("disks")) {
            String source = attached.path("source").asString("");
            String key = World.key(machine.zone, source.substring(source.lastIndexOf('/') + 1));
            if (!keepsDisks) {
                world.disks.remove(key);
            } else if (world.disks.get(key) instanceof Thing disk) {
                disk.json.putArray("users");
            }
        }
    }

    Answer act(GceCall call) {
        return switch (call.action()) {
            case "start", "resume" ->
                    change(call, call.action(), "STAGING", it -> it.status("RUNNING"));
            case "stop" -> change(call, "stop", "STOPPING", it -> it.status("TERMINATED"));
            default -> throw new AssertionError(call);
        };
    }

    private Answer change(GceCall call, String type, String meanwhile, Consumer<Thing> effect) {
        Optional<Doing> before = world.byRequest(call);
        if (before.isPresent()) {
            return Answer.json(200, before.get().json());
        }
        Thing machine = world.instances.get(World.key(call.zone(), call.name()));
        if (machine == null) {
            return Answers.absent(path(call.zone(), "instances", call.name()));
        }
        if (machine.doing.filter(it -> !it.hasEnded()).isPresent() && !type.equals("delete")) {
            return Answers.error(
                    400, "resourceNotReady", "The resource '" + call.name() + "' is not ready");
        }
        machine.status(meanwhile);
        Doing begun =
                world.begin(
                        call,
                        type,
                        call.scope() + "/instances/" + call.name(),
                        looks,
                        () -> effect.accept(machine),
                        Optional.empty());
        machine.doing = Optional.of(begun);
        return Answer.json(200, begun.json());
    }

    /// The half minute in which a machine may end in order.
    void beginPreemption(Thing machine) {
        scheduling(machine);
        machine.status("STOPPING");
    }

    private static JsonNode scheduling(Thing machine) {
        JsonNode scheduling = machine.json.path("scheduling");
        if (!scheduling.path("provisioningModel").asString("").equals("SPOT")) {
            throw new AssertionError(machine.name + " is no spot machine");
        }
        return scheduling;
    }

    void preempt(Thing machine) {
        JsonNode scheduling = scheduling(machine);
        world.preempted("zones/" + machine.zone + "/instances/" + machine.name, machine.zone);
        if (scheduling.path("instanceTerminationAction").asString("").equals("DELETE")) {
            end(machine);
        } else {
            machine.status("TERMINATED");
        }
    }

    Answer deleteDisk(GceCall call) {
        Thing disk = world.disks.get(World.key(call.zone(), call.name()));
        String path = path(call.zone(), "disks", call.name());
        if (disk == null) {
            return Answers.absent(path);
        }
        if (!disk.json.path("users").isEmpty()) {
            return Answers.error(
                    400,
                    "resourceInUseByAnotherResource",
                    "The disk resource '" + path + "' is already being used.");
        }
        return Answer.json(
                200,
                world.begin(
                                call,
                                "delete",
                                call.scope() + "/disks/" + call.name(),
                                looks,
                                () -> world.disks.remove(World.key(disk.zone, disk.name)),
                                Optional.empty())
                        .json());
    }
}
