package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.azure.testkit.ArmRules.Accepting;
import io.mooring.nodes.azure.testkit.ArmRules.Started;
import io.mooring.nodes.testkit.Answer;
import io.mooring.nodes.testkit.Next;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of virtual machines. Guarded by its [ArmRules].
final class VirtualMachineRules {

    private final Group group;
    private final Accepting accepting;
    private final Consumer<Started> started;
    private final Consumer<String> ended;
    private final List<Failing> failing = new ArrayList<>();
    private int unseen;
    private int reserved;
    private boolean keepsParts;

    VirtualMachineRules(
            Group group, Accepting accepting, Consumer<Started> started, Consumer<String> ended) {
        this.group = group;
        this.accepting = accepting;
        this.started = started;
        this.ended = ended;
    }

    private record Failing(Next<ArmCall> on, Operation.Failure failure) {}

    void fail(Predicate<ArmCall> on, int times, Operation.Failure failure) {
        failing.add(new Failing(new Next<>(on, times), failure));
    }

    void showAfter(int looks) {
        unseen = looks;
    }

    void reserve(int times) {
        reserved = times;
    }

    void keepParts() {
        keepsParts = true;
    }

    Answer put(ArmCall call) {
        JsonNode properties = call.body().path("properties");
        String interfaceId = properties.at("/networkProfile/networkInterfaces/0/id").asString("");
        String disk = properties.at("/storageProfile/osDisk/name").asString("");
        Optional<Thing> card = group.byId(interfaceId);
        if (group.get(call.type(), call.name()).isPresent()) {
            return "*".equals(call.headers().get("if-none-match"))
                    ? Answers.error(412, "PreconditionFailed", "The resource exists already.")
                    : Answers.error(
                            409,
                            "PropertyChangeNotAllowed",
                            "Changing property 'osProfile.customData' is not allowed.");
        }
        if (card.isEmpty()) {
            return Answers.error(
                    400,
                    "InvalidResourceReference",
                    "Resource %s referenced by resource %s was not found."
                            .formatted(interfaceId, call.path()));
        }
        if (card.get().properties().has("virtualMachine")) {
            return Answers.error(
                    400, "NicInUse", "Network Interface " + interfaceId + " is in use.");
        }
        if (group.get("disks", disk).isPresent()) {
            return Answers.error(
                    409,
                    "ConflictingUserInput",
                    "Disk %s already exists in resource group NODES. Only CreateOption.Attach is supported."
                            .formatted(disk));
        }
        return make(call, card.get(), disk);
    }

    private Answer make(ArmCall call, Thing card, String disk) {
        ObjectNode json = (ObjectNode) call.body().deepCopy();
        var machine = group.put(new Thing(call.path(), call.type(), call.name(), json));
        String customData = machine.properties().path("osProfile").path("customData").asString("");
        ((ObjectNode) machine.properties().path("osProfile")).remove("customData");
        machine.properties().put("timeCreated", Instant.now().toString());
        machine.properties().put("vmId", UUID.randomUUID().toString());
        machine.unseen = unseen;
        state(machine, "Creating", List.of("ProvisioningState/creating"), "");
        card.properties().putObject("virtualMachine").put("id", machine.id());
        group.put(drive(call, disk, machine));
        Optional<Operation.Failure> failure =
                failing.stream()
                        .filter(it -> it.on().takes(call))
                        .map(Failing::failure)
                        .findFirst();
        Runnable effect =
                () ->
                        failure.ifPresentOrElse(
                                it -> spoil(machine, it),
                                () -> {
                                    power(machine, "running");
                                    started.accept(
                                            new Started(
                                                    machine.tag("mooring:machine"), customData));
                                });
        return accepting.accept(
                Answer.json(201, Group.withoutInstanceView(json)), machine, effect, failure, true);
    }

    /// It gets the machine's tags, once.
    private static Thing drive(ArmCall call, String name, Thing machine) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("location", machine.json.path("location").asString(""));
        json.set("tags", machine.json.path("tags").deepCopy());
        json.put("managedBy", machine.id());
        json.putObject("properties")
                .put("provisioningState", "Succeeded")
                .put("diskState", "Attached")
                .put("timeCreated", Instant.now().toString());
        String path = call.path().replaceFirst("virtualMachines/.*", "disks/" + name);
        return new Thing(path, "disks", name, json);
    }

    private static void spoil(Thing machine, Operation.Failure failure) {
        state(
                machine,
                "Failed",
                List.of("ProvisioningState/failed/" + failure.code()),
                failure.message());
    }

    void power(Thing machine, String power) {
        state(
                machine,
                "Succeeded",
                List.of("ProvisioningState/succeeded", "PowerState/" + power),
                "");
    }

    private static void state(
            Thing machine, String provisioning, List<String> codes, String message) {
        machine.properties().put("provisioningState", provisioning);
        var statuses = machine.properties().putObject("instanceView").putArray("statuses");
        codes.forEach(it ->
                statuses.addObject().put("code", it).put("level", "Info").put("message", message));
    }

    Answer delete(ArmCall call) {
        Optional<Thing> found = group.get(call.type(), call.name());
        if (found.isEmpty()) {
            return Answer.empty(204);
        }
        Thing machine = found.get();
        machine.doing.ifPresent(Operation::preempt);
        boolean spoilt =
                machine.properties().path("provisioningState").asString("").equals("Failed");
        machine.properties().put("provisioningState", "Deleting");
        return accepting.accept(
                Answer.empty(202), machine, () -> end(machine, spoilt), Optional.empty(), true);
    }

    private void end(Thing machine, boolean spoilt) {
        group.remove(machine);
        boolean kept = spoilt && reserved > 0;
        for (Thing card : attached("networkInterfaces", machine)) {
            card.properties().remove("virtualMachine");
            card.reserved = kept ? reserved : 0;
            if (!keepsParts && !kept) {
                group.remove(card);
            }
        }
        for (Thing disk : group.all("disks")) {
            if (disk.json.path("managedBy").asString("").equals(machine.id())) {
                disk.json.remove("managedBy");
                disk.properties().put("diskState", "Unattached");
                if (!keepsParts) {
                    group.remove(disk);
                }
            }
        }
        ended.accept(machine.tag("mooring:machine"));
    }

    /// A machine that is to be removed is so for a while; the others are released from their host.
    void beginEviction(Thing machine) {
        requireSpot(machine);
        if (isToBeRemoved(machine)) {
            machine.properties().put("provisioningState", "Deleting");
        } else {
            power(machine, "deallocating");
        }
    }

    private static boolean isToBeRemoved(Thing machine) {
        return machine.properties().path("evictionPolicy").asString("").equals("Delete");
    }

    private static void requireSpot(Thing machine) {
        if (!machine.properties().path("priority").asString("").equals("Spot")) {
            throw new AssertionError(machine.name + " is no spot machine");
        }
    }

    void evict(Thing machine) {
        requireSpot(machine);
        if (isToBeRemoved(machine)) {
            end(machine, false);
        } else {
            power(machine, "deallocated");
        }
    }

    private List<Thing> attached(String type, Thing machine) {
        return group.all(type).stream()
                .filter(it ->
                        it.properties().at("/virtualMachine/id").asString("").equals(machine.id()))
                .toList();
    }

    Answer act(ArmCall call, String endpoint) {
        Optional<Thing> found = group.get(call.type(), call.name());
        if (found.isEmpty()) {
            return ArmRules.absent(call);
        }
        Thing machine = found.get();
        if (call.action().equals("retrieveBootDiagnosticsData")) {
            var body = JsonMapper.shared().createObjectNode();
            body.put(
                    "serialConsoleLogBlobUri",
                    endpoint + "/blob/" + machine.tag("mooring:machine"));
            return Answer.json(200, body);
        }
        if (machine.doing.filter(it -> !it.hasEnded()).isPresent()) {
            return Answers.error(
                    409,
                    "Conflict",
                    "The request failed due to conflict with a concurrent request.");
        }
        String power =
                switch (call.action()) {
                    case "start" -> "running";
                    case "powerOff" -> "stopped";
                    case "deallocate" -> "deallocated";
                    default -> throw new AssertionError(call);
                };
        return accepting.accept(
                Answer.empty(202), machine, () -> power(machine, power), Optional.empty(), true);
    }
}
