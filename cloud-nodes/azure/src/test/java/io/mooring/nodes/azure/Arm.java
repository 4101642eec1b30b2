package io.mooring.nodes.azure;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.Owner;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.azure.testkit.ArmRules;
import io.mooring.nodes.azure.testkit.ArmServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the tests of this module share: an Azure over the wire, and time that passes when somebody
/// waits.
final class Arm implements AutoCloseable {

    static final String SUBSCRIPTION = "01234567-89ab-cdef-0123-456789abcdef";
    static final String GROUP =
            "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/nodes/providers/";
    static final String SUBNET = GROUP + "Microsoft.Network/virtualNetworks/net/subnets/nodes";
    static final Owner OWNER = new Owner("0123456789abcdef");
    static final String KEY = "ssh-ed25519 " + "A".repeat(68) + " ops";
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    final ArmServer server;
    final PassingTime time = new PassingTime();
    final String cluster = "test" + CLUSTERS.incrementAndGet();

    Arm() {
        this(new ArmServer());
    }

    Arm(ArmServer server) {
        this.server = server;
    }

    ArmRules rules() {
        return server.rules();
    }

    /// Settings that suffice, changed by pairs of name and value.
    Map<String, Object> settings(Object... changes) {
        var settings = new HashMap<String, Object>();
        settings.put("subscription", SUBSCRIPTION);
        settings.put("resourceGroup", "nodes");
        settings.put("location", "westeurope");
        settings.put("endpoint", server.endpoint());
        settings.put("vmSizes", List.of("Standard_D4s_v5"));
        settings.put(
                "image",
                Map.of("publisher", "canonical", "offer", "ubuntu-24_04-lts", "sku", "server"));
        settings.put("subnet", SUBNET);
        // One of our own takes a tenth of a second to make.
        settings.put("sshPublicKey", KEY);
        for (int i = 0; i < changes.length; i += 2) {
            settings.put((String) changes[i], changes[i + 1]);
        }
        return settings;
    }

    AzureNodes open(Object... changes) {
        return openAs(OWNER, changes);
    }

    AzureNodes openAs(Owner owner, Object... changes) {
        return AzureNodes.open(
                owner,
                new SettingsReader(settings(changes)).settings(),
                time.pace(server::isClientDead));
    }

    MachineId id(String machine) {
        return new MachineId(cluster, machine);
    }

    MachineRequest request(String machine) {
        return request(machine, "#cloud-config\nruncmd: [[hostname]]\n");
    }

    MachineRequest request(String machine, String userData) {
        return new MachineRequest(id(machine), new SecretText(userData), List.of());
    }

    /// What Azure calls that machine.
    String name(String machine) {
        return new Names(OWNER, new SettingsReader(settings()).settings().account())
                .machine(id(machine));
    }

    /// All that is there of a machine, as `virtualMachines`, `networkInterfaces` and `disks`.
    List<String> there(String machine) {
        return Stream.of("virtualMachines", "networkInterfaces", "disks")
                .flatMap(type ->
                        rules().names(type).stream()
                                .filter(it ->
                                        Tags.value(rules().tags(type, it), "mooring:machine")
                                                .equals(machine))
                                .map(_ -> type))
                .toList();
    }

    /// One machine with its parts, and nothing twice.
    static List<String> whole() {
        return List.of("virtualMachines", "networkInterfaces", "disks");
    }

    /// The request that made the last machine.
    JsonNode launch() {
        return server.calls("PUT", "virtualMachines").getLast().body();
    }

    @Override
    public void close() {
        server.close();
    }
}
