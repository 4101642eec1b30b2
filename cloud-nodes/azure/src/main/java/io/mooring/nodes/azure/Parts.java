package io.mooring.nodes.azure;

import com.azure.core.management.Resource;
import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.DisksClient;
import com.azure.resourcemanager.compute.fluent.models.DiskInner;
import com.azure.resourcemanager.network.fluent.NetworkInterfacesClient;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import io.mooring.nodes.Calls;
import io.mooring.nodes.Holding;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The network interfaces and disks that carry our mark. They go with their machine unless its
/// creation failed half way, or a person took them apart.
final class Parts {

    static final String NETWORK_INTERFACE = "network-interface";
    static final String DISK = "disk";
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private final NetworkInterfacesClient interfaces;
    private final DisksClient disks;
    private final String group;
    private final Calls calls;
    private final Operations operations;
    private final Names names;
    private final Tags tags;

    Parts(Azure azure, Calls calls, Operations operations, Names names, Tags tags) {
        this.interfaces = azure.networkInterfaces();
        this.disks = azure.compute().getDisks();
        this.group = azure.group();
        this.calls = calls;
        this.operations = operations;
        this.names = names;
        this.tags = tags;
    }

    Optional<NetworkInterfaceInner> networkInterface(MachineId id) {
        String name = names.networkInterface(id);
        return calls.found(
                        Lanes.READS,
                        "looking for the network interface of " + id,
                        () ->
                                interfaces
                                        .getByResourceGroupWithResponse(
                                                group, name, null, Context.NONE)
                                        .getValue())
                .filter(it -> isOf(id, it));
    }

    Optional<DiskInner> disk(MachineId id) {
        String name = names.disk(id);
        return calls.found(
                        Lanes.READS,
                        "looking for the disk of " + id,
                        () ->
                                disks.getByResourceGroupWithResponse(group, name, Context.NONE)
                                        .getValue())
                .filter(it -> isOf(id, it));
    }

    private boolean isOf(MachineId id, Resource part) {
        return tags.machine(part.tags()).equals(Optional.of(id));
    }

    /// Puts the interface, or what it is to be, in place of what is there.
    void put(MachineId id, NetworkInterfaceInner wanted) {
        operations.require(
                Lanes.WRITES,
                "making the network interface of " + id,
                LIMIT,
                context ->
                        interfaces.beginCreateOrUpdate(
                                group, names.networkInterface(id), wanted, context));
    }

    /// @return whether it was there
    boolean deleteNetworkInterface(MachineId id) {
        return networkInterface(id).isPresent()
                && gone(() ->
                        operations.require(
                                Lanes.DELETES,
                                "deleting the network interface of " + id,
                                LIMIT,
                                context ->
                                        interfaces.beginDelete(
                                                group, names.networkInterface(id), context)));
    }

    /// @return whether it was there
    boolean deleteDisk(MachineId id) {
        return disk(id).isPresent()
                && gone(() ->
                        operations.require(
                                Lanes.DELETES,
                                "deleting the disk of " + id,
                                LIMIT,
                                context -> disks.beginDelete(group, names.disk(id), context)));
    }

    /// @return whether it was there, attached to nothing
    boolean deleteLooseNetworkInterface(MachineId id) {
        return networkInterface(id).filter(Parts::isLoose).isPresent()
                && deleteNetworkInterface(id);
    }

    /// @return whether it was there, attached to nothing
    boolean deleteLooseDisk(MachineId id) {
        return disk(id).filter(Parts::isLoose).isPresent() && deleteDisk(id);
    }

    /// What is gone before we could delete it is no failure.
    private static boolean gone(Runnable delete) {
        try {
            delete.run();
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.NotThere)) {
                throw e;
            }
        }
        return true;
    }

    static boolean isLoose(NetworkInterfaceInner part) {
        return part.virtualMachine() == null;
    }

    static boolean isLoose(DiskInner part) {
        return part.managedBy() == null || part.managedBy().isEmpty();
    }

    static List<String> addresses(NetworkInterfaceInner part) {
        return part.ipConfigurations() == null
                ? List.of()
                : part.ipConfigurations().stream()
                        .map(NetworkInterfaceIpConfigurationInner::privateIpAddress)
                        .filter(Objects::nonNull)
                        .limit(1)
                        .toList();
    }

    /// The addresses of every machine of the cluster that has an interface.
    Map<MachineId, List<String>> addresses(String cluster) {
        var found = new HashMap<MachineId, List<String>>();
        allInterfaces()
                .forEach(it ->
                        tags.machine(it.tags())
                                .filter(id -> id.cluster().equals(cluster))
                                .filter(id -> isNamed(names.networkInterface(id), it))
                                .ifPresent(id -> found.put(id, addresses(it))));
        return found;
    }

    /// What is attached to nothing.
    List<Holding> loose(String cluster) {
        Stream<Holding> cards =
                allInterfaces().stream()
                        .filter(Parts::isLoose)
                        .flatMap(it ->
                                holding(NETWORK_INTERFACE, cluster, it, Tags.made(it.tags())));
        Stream<Holding> drives =
                all("listing disks", () -> disks.listByResourceGroup(group).stream().toList())
                        .stream()
                        .filter(Parts::isLoose)
                        .flatMap(it -> holding(DISK, cluster, it, made(it)));
        return Stream.concat(cards, drives).toList();
    }

    private static Optional<Instant> made(DiskInner disk) {
        return disk.timeCreated() == null
                ? Tags.made(disk.tags())
                : Optional.of(disk.timeCreated().toInstant());
    }

    private Stream<Holding> holding(
            String kind, String cluster, Resource part, Optional<Instant> since) {
        return tags.machine(part.tags()).stream()
                .filter(id -> id.cluster().equals(cluster))
                .filter(id ->
                        isNamed(
                                kind.equals(DISK) ? names.disk(id) : names.networkInterface(id),
                                part))
                .flatMap(
                        id -> since.map(when -> new Holding(kind, part.name(), id, when)).stream());
    }

    /// Not one that somebody gave a copy of our tags.
    private static boolean isNamed(String name, Resource part) {
        return name.equalsIgnoreCase(part.name());
    }

    private List<NetworkInterfaceInner> allInterfaces() {
        return all(
                "listing network interfaces",
                () -> interfaces.listByResourceGroup(group).stream().toList());
    }

    private <T> List<T> all(String attempt, Supplier<List<T>> list) {
        return calls.found(Lanes.READS, attempt, list).orElse(List.of());
    }
}
