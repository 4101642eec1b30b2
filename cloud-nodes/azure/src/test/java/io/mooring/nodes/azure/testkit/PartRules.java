package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.azure.testkit.ArmRules.Accepting;
import io.mooring.nodes.testkit.Answer;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of network interfaces and disks. Guarded by its [ArmRules].
final class PartRules {

    private final Group group;
    private final Accepting accepting;
    private int made;

    PartRules(Group group, Accepting accepting) {
        this.group = group;
        this.accepting = accepting;
    }

    Answer putInterface(ArmCall call) {
        ObjectNode json = (ObjectNode) call.body().deepCopy();
        ObjectNode card = (ObjectNode) json.at("/properties/ipConfigurations/0/properties");
        String subnet = card.at("/subnet/id").asString("");
        if (subnet.endsWith("/missing")) {
            return Answers.error(
                    400,
                    "InvalidResourceReference",
                    "Resource %s referenced by resource %s was not found. Please make sure that the referenced resource exists."
                            .formatted(subnet, call.path()));
        }
        Optional<Thing> before = group.get(call.type(), call.name());
        card.put(
                "privateIPAddress",
                before.map(it ->
                                it.properties()
                                        .at("/ipConfigurations/0/properties/privateIPAddress")
                                        .asString(""))
                        .orElseGet(() -> "10.0.0." + (4 + made++)));
        ((ObjectNode) json.path("properties")).put("provisioningState", "Updating");
        var after = new Thing(call.path(), call.type(), call.name(), json);
        before.ifPresent(it -> {
            after.reserved = it.reserved;
            JsonNode machine = it.properties().path("virtualMachine");
            if (machine.isObject()) {
                after.properties().set("virtualMachine", machine);
            }
        });
        group.put(after);
        return accepting.accept(
                Answer.json(before.isPresent() ? 200 : 201, json),
                after,
                () -> after.properties().put("provisioningState", "Succeeded"),
                Optional.empty(),
                true);
    }

    Answer deleteInterface(ArmCall call) {
        Optional<Thing> found = group.get(call.type(), call.name());
        if (found.isEmpty()) {
            return Answer.empty(204);
        }
        Thing card = found.get();
        if (card.properties().has("virtualMachine")) {
            return Answers.error(400, "NicInUse", "Network Interface " + card.id() + " is in use.");
        }
        if (card.reserved > 0) {
            card.reserved--;
            return Answers.error(
                    400,
                    "NicReservedForAnotherVm",
                    "Nic(s) in request is reserved for another Virtual Machine for 180 seconds.");
        }
        return accepting.accept(
                Answer.empty(202), card, () -> group.remove(card), Optional.empty(), true);
    }

    /// Answers as the older ones do: by Location alone.
    Answer deleteDisk(ArmCall call) {
        Optional<Thing> found = group.get(call.type(), call.name());
        if (found.isEmpty()) {
            return Answer.empty(204);
        }
        Thing disk = found.get();
        if (disk.json.has("managedBy")) {
            return Answers.error(409, "OperationNotAllowed", "Disk " + disk.id() + " is attached.");
        }
        return accepting.accept(
                Answer.empty(202), disk, () -> group.remove(disk), Optional.empty(), false);
    }
}
