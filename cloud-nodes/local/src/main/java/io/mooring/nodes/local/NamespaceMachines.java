package io.mooring.nodes.local;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.NodeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Local nodes: systemd machines in namespaces of this host. `stateRoot` holds a directory a
/// cluster (product default `/var/lib/mooring`); `machineRoot` is the file system that tools/rootfs
/// made. Their network must stand ([LocalNetwork#ensure]).
public final class NamespaceMachines implements NodeProvider {

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final Path stateRoot;
    private final Path machineRoot;
    private final Power power = new Power();

    public NamespaceMachines(Path stateRoot, Path machineRoot) {
        this.stateRoot = stateRoot;
        this.machineRoot = machineRoot;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public CreateOutcome create(MachineRequest request) {
        if (!Files.isExecutable(machineRoot.resolve("lib/systemd/systemd"))) {
            return new CreateOutcome.BadConfiguration(
                    "there is no machine root at " + machineRoot + "; make it with tools/rootfs");
        }
        for (Path image : request.images()) {
            if (!Files.isReadable(image)) {
                return new CreateOutcome.BadConfiguration(
                        "image archive " + image + " cannot be read");
            }
        }
        MachineDirectory directory = directory(request.id());
        if (directory.init().isPresent()) {
            return new CreateOutcome.AlreadyThere(describe(request.id()));
        }
        var network = new LocalNetwork(request.id().cluster());
        if (!network.exists()) {
            return new CreateOutcome.BadConfiguration(
                    "cluster " + request.id().cluster() + " has no local network on this machine");
        }
        directory.prepare(request);
        network.attach(request.id().name(), addresses(request.id()).assign(request.id().name()));
        return start(request.id(), directory)
                ? new CreateOutcome.Created(describe(request.id()))
                : new CreateOutcome.TimedOut("the machine's init to start", START_LIMIT);
    }

    @Override
    public Lookup get(MachineId id) {
        return directory(id).exists() ? new Lookup.Found(describe(id)) : new Lookup.NotFound();
    }

    @Override
    public List<Machine> list(String cluster) {
        Path machines = stateRoot.resolve(cluster).resolve("machines");
        if (!Files.isDirectory(machines)) {
            return List.of();
        }
        try (Stream<Path> directories = Files.list(machines)) {
            return directories
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(directory ->
                            describe(new MachineId(cluster, directory.getFileName().toString())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the machines of " + cluster, e);
        }
    }

    @Override
    public DeleteOutcome delete(MachineId id) {
        MachineDirectory directory = directory(id);
        var network = new LocalNetwork(id.cluster());
        boolean something =
                directory.exists()
                        || Files.exists(Path.of("/run/netns", network.machineNamespace(id.name())))
                        || addresses(id).of(id.name()).isPresent();
        if (!something) {
            return new DeleteOutcome.NothingThere();
        }
        if (!power.off(directory, controlGroups(id), Duration.ZERO)) {
            return new DeleteOutcome.TimedOut("the machine's processes to end", STOP_LIMIT);
        }
        network.detach(id.name());
        addresses(id).free(id.name());
        FileTrees.remove(directory.path());
        return new DeleteOutcome.Deleted();
    }

    /// Starts a stopped machine again on the disk it has.
    public void powerOn(MachineId id) {
        MachineDirectory directory = directory(id);
        if (!directory.exists()) {
            throw new LocalFailure("machine " + id + " does not exist, so it cannot be powered on");
        }
        if (directory.init().isEmpty()) {
            new LocalNetwork(id.cluster()).attach(id.name(), addresses(id).assign(id.name()));
            if (!start(id, directory)) {
                throw new LocalFailure(
                        "machine %s did not start within %d s: %s"
                                .formatted(id, START_LIMIT.toSeconds(), Power.log(directory)));
            }
        }
    }

    /// Shuts a machine down, in order while `patience` lasts, then at once. Its disk stays.
    public void powerOff(MachineId id, Duration patience) {
        if (!power.off(directory(id), controlGroups(id), patience)) {
            throw new LocalFailure("machine " + id + " did not end when it was powered off");
        }
    }

    /// The last lines that the machine wrote to its console.
    public String consoleTail(MachineId id, int lines) {
        return directory(id).consoleTail(lines);
    }

    private boolean start(MachineId id, MachineDirectory directory) {
        power.clearAway(controlGroups(id));
        return power.on(
                directory,
                new Power.Boot(
                        id.name(),
                        machineRoot,
                        new LocalNetwork(id.cluster()).machineNamespace(id.name()),
                        controlGroupName(id)),
                START_LIMIT);
    }

    private Machine describe(MachineId id) {
        MachineDirectory directory = directory(id);
        MachineState state =
                directory.init().isPresent()
                        ? new MachineState.Running()
                        : new MachineState.Stopped("its init is not running");
        return new Machine(id, state, addresses(id).of(id.name()).stream().toList());
    }

    private MachineDirectory directory(MachineId id) {
        return new MachineDirectory(
                stateRoot.resolve(id.cluster()).resolve("machines").resolve(id.name()));
    }

    private NodeAddresses addresses(MachineId id) {
        return new NodeAddresses(stateRoot.resolve(id.cluster()).resolve("addresses"));
    }

    private static ControlGroups controlGroups(MachineId id) {
        return new ControlGroups(controlGroupName(id));
    }

    private static String controlGroupName(MachineId id) {
        return "mooring-" + id.cluster() + "--" + id.name();
    }
}
