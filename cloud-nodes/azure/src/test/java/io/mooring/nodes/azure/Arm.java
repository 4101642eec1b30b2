package io.mooring.nodes.azure;

import io.mooring.nodes.Gate;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.azure.testkit.ArmRules;
import io.mooring.nodes.azure.testkit.ArmServer;
import io.mooring.nodes.testkit.TestCloud;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An Azure over the wire.
final class Arm extends TestCloud<AzureNodes> {

    static final String SUBSCRIPTION = "01234567-89ab-cdef-0123-456789abcdef";
    static final String GROUP =
            "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/nodes/providers/";
    static final String SUBNET = GROUP + "Microsoft.Network/virtualNetworks/net/subnets/nodes";
    static final String KEY = "ssh-ed25519 " + "A".repeat(68) + " ops";

    final ArmServer server;

    Arm() {
        this(new ArmServer());
    }

    Arm(ArmServer server) {
        this.server = server;
    }

    ArmRules rules() {
        return server.rules();
    }

    @Override
    public ArmServer wire() {
        return server;
    }

    @Override
    protected Map<String, Object> basis() {
        return Map.of(
                "subscription",
                SUBSCRIPTION,
                "resourceGroup",
                "nodes",
                "location",
                "westeurope",
                "endpoint",
                server.endpoint(),
                "vmSizes",
                List.of("Standard_D4s_v5"),
                "image",
                Map.of("publisher", "canonical", "offer", "ubuntu-24_04-lts", "sku", "server"),
                "subnet",
                SUBNET,
                // One of our own takes a tenth of a second to make.
                "sshPublicKey",
                KEY);
    }

    @Override
    protected AzureNodes open(Owner owner, Map<String, Object> settings, Pace pace) {
        return AzureNodes.open(
                owner, new SettingsReader(settings).settings(), new Gate("Azure", pace), pace);
    }

    /// What Azure calls that machine.
    String name(String machine) {
        return new Names(OWNER, new SettingsReader(settings()).settings().account())
                .machine(id(machine));
    }

    /// All that is there of a machine, as `virtualMachines`, `networkInterfaces` and `disks`.
    @Override
    public List<String> there(String machine) {
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
    @Override
    public List<String> whole() {
        return List.of("virtualMachines", "networkInterfaces", "disks");
    }

    @Override
    public void showAfter(int looks) {
        rules().showAfter(looks);
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
