package io.mooring.nodes.local;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Local nodes: systemd machines in namespaces of this host. `stateRoot` holds a directory a
/// cluster (product default `/var/lib/mooring`); `machineRoot` is the file system that tools/rootfs
/// made. Their network must stand ([LocalNetwork#ensure]).
///
/// With an owner, the machines are those that it made; without, all there are.
public final class NamespaceMachines implements NodeProvider {

    private static final Path LOCKS = Path.of("/run/mooring");
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration ORDERLY_LIMIT = Duration.ofSeconds(5);
    private static final String OTHERS = "another change to the machine";
    private static final Duration TURN_LIMIT = Duration.ofSeconds(60);

    private final Path stateRoot;
    private final Path machineRoot;
    private final Optional<Owner> owner;
    private final Power power = new Power();
    private final Commands commands = new Commands();
    private final MachineLocks locks = new MachineLocks();

    public NamespaceMachines(Path stateRoot, Path machineRoot) {
        this(stateRoot, machineRoot, Optional.empty());
    }

    NamespaceMachines(Path stateRoot, Path machineRoot, Optional<Owner> owner) {
        this.stateRoot = stateRoot.toAbsolutePath();
        this.machineRoot = machineRoot.toAbsolutePath();
        this.owner = owner;
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public CreateOutcome create(MachineRequest request) {
        if (!Files.isExecutable(machineRoot.resolve("lib/systemd/systemd"))) {
            return new CreateOutcome.BadConfiguration(
                    "",
                    "there is no machine root at " + machineRoot + "; make it with tools/rootfs");
        }
        for (Path image : request.images()) {
            if (!Files.isReadable(image)) {
                return new CreateOutcome.BadConfiguration(
                        CreateOutcome.BadConfiguration.IMAGES,
                        "image archive " + image + " cannot be read");
            }
        }
        return alone(request.id(), () -> createAlone(request))
                .orElseGet(() -> new CreateOutcome.TimedOut(OTHERS, TURN_LIMIT));
    }

    private CreateOutcome createAlone(MachineRequest request) {
        MachineId id = request.id();
        MachineDirectory directory = directory(id);
        if (directory.exists() && !isOurs(directory)) {
            return new CreateOutcome.BadConfiguration(
                    "", "there is a machine " + id + " on this host, which somebody else made");
        }
        if (directory.init().isPresent()) {
            return new CreateOutcome.AlreadyThere(describe(id));
        }
        if (!request.choices().isEmpty()
                && request.choices().stream().noneMatch(it -> it.type().equals(ThisHost.TYPE))) {
            return new CreateOutcome.NoCapacity(
                    "machines of this host are %s, and none of %s"
                            .formatted(ThisHost.TYPE, request.choices()));
        }
        var network = new LocalNetwork(id.cluster());
        if (!network.exists()) {
            return new CreateOutcome.BadConfiguration(
                    "", "cluster " + id.cluster() + " has no local network on this machine");
        }
        directory.prepare(request, owner);
        return switch (start(id, directory)) {
            case Power.Start.Running _ -> new CreateOutcome.Created(describe(id));
            case Power.Start.GaveUp(String log) -> throw didNotStart(id, log);
            case Power.Start.TimedOut(Duration after) ->
                    new CreateOutcome.TimedOut("the machine's init to start", after);
        };
    }

    @Override
    public Lookup get(MachineId id) {
        MachineDirectory directory = directory(id);
        return directory.exists() && isOurs(directory)
                ? new Lookup.Found(describe(id))
                : new Lookup.NotFound();
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
                    .filter(directory -> isOurs(new MachineDirectory(directory)))
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
        return alone(id, () -> deleteAlone(id))
                .orElseGet(() -> new DeleteOutcome.TimedOut(OTHERS, TURN_LIMIT));
    }

    private DeleteOutcome deleteAlone(MachineId id) {
        MachineDirectory directory = directory(id);
        if (directory.exists() && !isOurs(directory)) {
            return new DeleteOutcome.NothingThere();
        }
        var network = new LocalNetwork(id.cluster());
        boolean something =
                directory.exists()
                        || Files.exists(Path.of("/run/netns", network.machineNamespace(id.name())))
                        || addresses(id).of(id.name()).isPresent();
        if (!something) {
            return new DeleteOutcome.NothingThere();
        }
        if (!power.off(directory, controlGroups(id), ORDERLY_LIMIT)) {
            return new DeleteOutcome.TimedOut("the machine's processes to end", STOP_LIMIT);
        }
        network.detach(id.name());
        if (!power.remove(directory, controlGroups(id))) {
            return new DeleteOutcome.TimedOut("the machine's files to go", STOP_LIMIT);
        }
        addresses(id).free(id.name());
        return new DeleteOutcome.Deleted();
    }

    @Override
    public void powerOn(MachineId id) {
        orTooLate(id, "powered on", alone(id, () -> powerOnAlone(id)));
    }

    private boolean powerOnAlone(MachineId id) {
        MachineDirectory directory = directory(id);
        if (!directory.exists()) {
            throw new LocalFailure("machine " + id + " does not exist, so it cannot be powered on");
        }
        if (directory.init().isPresent()) {
            return true;
        }
        return switch (start(id, directory)) {
            case Power.Start.Running _ -> true;
            case Power.Start.GaveUp(String log) -> throw didNotStart(id, log);
            case Power.Start.TimedOut(Duration after) ->
                    throw didNotStart(id, "no init after " + after.toSeconds() + " s");
        };
    }

    @Override
    public void powerOff(MachineId id, Duration patience) {
        Optional<Boolean> ended =
                alone(id, () -> power.off(directory(id), controlGroups(id), patience));
        if (!orTooLate(id, "powered off", ended)) {
            throw new LocalFailure("machine " + id + " did not end when it was powered off");
        }
    }

    /// Runs a command as root on a running machine, for at most 20 s.
    public ExecResult exec(MachineId id, String... command) {
        ProcessIdentity init =
                directory(id)
                        .init()
                        .orElseThrow(() ->
                                new LocalFailure(
                                        "cannot run '%s' on machine %s: it is not running"
                                                .formatted(command[0], id)));
        String target = Long.toString(init.pid());
        Stream<String> enter =
                Stream.of(
                        "nsenter",
                        "--target",
                        target,
                        "--mount",
                        "--pid",
                        "--uts",
                        "--ipc",
                        "--net",
                        "--cgroup",
                        "--");
        Commands.Result result =
                commands.attempt(Stream.concat(enter, Stream.of(command)).toArray(String[]::new));
        return new ExecResult(result.exitCode(), result.output());
    }

    @Override
    public String consoleTail(MachineId id, int lines) {
        return directory(id).consoleTail(lines);
    }

    @Override
    public Optional<String> gaveUp(MachineId id) {
        return JoinUnit.lastWords(this, id);
    }

    @Override
    public List<MachineType> machineTypes() {
        return List.of(ThisHost.machineType());
    }

    /// A machine here has no settings that could change behind its back.
    @Override
    public List<Drift> drift(MachineId id) {
        return List.of();
    }

    /// Nobody takes machines of this host away.
    @Override
    public List<Notice> notices(String cluster, Set<String> machines) {
        return List.of();
    }

    @Override
    public List<Holding> holdings(String cluster) {
        return list(cluster).stream()
                .map(machine ->
                        new Holding(
                                Holding.MACHINE,
                                machine.providerId(),
                                machine.id(),
                                directory(machine.id()).madeAt()))
                .toList();
    }

    @Override
    public boolean release(Holding holding) {
        return holding.providerId().equals(ThisHost.providerId(holding.of()))
                && delete(holding.of()) instanceof DeleteOutcome.Deleted;
    }

    private Power.Start start(MachineId id, MachineDirectory directory) {
        var network = new LocalNetwork(id.cluster());
        network.attach(id.name(), addresses(id).assign(id.name()));
        power.off(directory, controlGroups(id), Duration.ZERO);
        var boot =
                new Power.Boot(
                        id.name(),
                        realMachineRoot(),
                        network.machineNamespace(id.name()),
                        controlGroupName(id));
        return power.on(directory, boot, START_LIMIT);
    }

    /// Without links, so that a root that a machine stands on can be told from the others.
    private Path realMachineRoot() {
        try {
            return machineRoot.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("finding the machine root " + machineRoot, e);
        }
    }

    private <T> Optional<T> alone(MachineId id, Supplier<T> work) {
        return locks.alone(LOCKS.resolve(controlGroupName(id)), TURN_LIMIT, work);
    }

    private static boolean orTooLate(MachineId id, String wanted, Optional<Boolean> result) {
        return result.orElseThrow(() ->
                new LocalFailure(
                        "machine %s cannot be %s: another change to it has gone on for %d s"
                                .formatted(id, wanted, TURN_LIMIT.toSeconds())));
    }

    private static LocalFailure didNotStart(MachineId id, String log) {
        return new LocalFailure(
                "machine %s did not start: %s; put that right and create it again, or delete it"
                        .formatted(id, log));
    }

    private Machine describe(MachineId id) {
        MachineDirectory directory = directory(id);
        MachineState state =
                directory.init().isPresent()
                        ? new MachineState.Running()
                        : new MachineState.Stopped("its init is not running");
        return new Machine(
                id,
                state,
                addresses(id).of(id.name()).stream().toList(),
                ThisHost.providerId(id),
                ThisHost.TYPE,
                "",
                MachineType.Capacity.ON_DEMAND);
    }

    /// A directory that says nothing yet is whoever's comes first.
    private boolean isOurs(MachineDirectory directory) {
        return owner.isEmpty()
                || directory.owner().filter(owner.get().uid()::equals).isPresent()
                || directory.owner().isEmpty() && directory.isBare();
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
