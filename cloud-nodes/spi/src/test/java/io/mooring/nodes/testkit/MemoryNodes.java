package io.mooring.nodes.testkit;

import io.mooring.nodes.Choice;
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
import io.mooring.nodes.ProviderFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A provider whose machines are entries of a map: for tests of what uses providers. It keeps the
/// contract of the real ones, and refuses what a test tells it to.
public final class MemoryNodes implements NodeProvider {

    private final String name;
    private final List<MachineType> types;
    private final Map<MachineId, Machine> machines = new ConcurrentHashMap<>();
    private final Map<MachineId, Instant> since = new ConcurrentHashMap<>();
    private final List<MachineRequest> requests = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();

    /// What is not to be had.
    public final Set<Choice> soldOut = ConcurrentHashMap.newKeySet();

    /// What is said to the next changes, in place of making them. What it says for good of each
    /// request, as long as it is there.
    public Optional<CreateOutcome.BadConfiguration> refusal = Optional.empty();

    public final List<Duration> throttles = new ArrayList<>();

    /// Why every call fails; empty while it does not.
    public volatile Optional<String> down = Optional.empty();

    /// Why nobody can tell what is there until somebody seeks a machine; empty where anybody can.
    public volatile Optional<String> dark = Optional.empty();

    public MemoryNodes(String name, List<MachineType> types) {
        this.name = name;
        this.types = List.copyOf(types);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized CreateOutcome create(MachineRequest request) {
        requests.add(request);
        dark = Optional.empty();
        answer();
        if (!throttles.isEmpty()) {
            return new CreateOutcome.Throttled(throttles.removeFirst());
        }
        if (refusal.isPresent()) {
            return refusal.get();
        }
        MachineId id = request.id();
        Machine there = machines.get(id);
        if (there != null) {
            Machine running = with(there, new MachineState.Running());
            machines.put(id, running);
            return new CreateOutcome.AlreadyThere(running);
        }
        return choices(request).stream()
                .filter(it -> sold().contains(it) && !soldOut.contains(it))
                .findFirst()
                .<CreateOutcome>map(it -> new CreateOutcome.Created(made(id, it), refused(request)))
                .orElseGet(() -> new CreateOutcome.NoCapacity("none left of " + choices(request)));
    }

    /// Those asked for before one that was to be had.
    private List<Choice> refused(MachineRequest request) {
        return choices(request).stream().takeWhile(soldOut::contains).toList();
    }

    private List<Choice> choices(MachineRequest request) {
        return request.choices().isEmpty() ? sold() : request.choices();
    }

    private List<Choice> sold() {
        return types.stream()
                .flatMap(type ->
                        type.offerings().stream()
                                .map(it -> new Choice(type.name(), it.zone(), it.capacity())))
                .toList();
    }

    private Machine made(MachineId id, Choice choice) {
        var machine =
                new Machine(
                        id,
                        new MachineState.Running(),
                        List.of("192.0.2." + (machines.size() + 1)),
                        name + "://" + id,
                        choice.type(),
                        choice.zone(),
                        choice.capacity());
        since.put(id, Clock.systemUTC().instant());
        machines.put(id, machine);
        return machine;
    }

    private void answer() {
        down.or(() -> dark)
                .ifPresent(why -> {
                    throw new ProviderFailure(why);
                });
    }

    @Override
    public Lookup seek(MachineId id) {
        dark = Optional.empty();
        return get(id);
    }

    @Override
    public Lookup get(MachineId id) {
        answer();
        return Optional.ofNullable(machines.get(id))
                .<Lookup>map(Lookup.Found::new)
                .orElseGet(Lookup.NotFound::new);
    }

    @Override
    public List<Machine> list(String cluster) {
        answer();
        return machines.values().stream()
                .filter(it -> it.id().cluster().equals(cluster))
                .sorted(Comparator.comparing(it -> it.id().name()))
                .toList();
    }

    @Override
    public synchronized DeleteOutcome delete(MachineId id) {
        answer();
        if (!throttles.isEmpty()) {
            return new DeleteOutcome.Throttled(throttles.removeFirst());
        }
        return machines.remove(id) == null
                ? new DeleteOutcome.NothingThere()
                : new DeleteOutcome.Deleted();
    }

    @Override
    public void powerOn(MachineId id) {
        machines.computeIfPresent(id, (_, it) -> with(it, new MachineState.Running()));
    }

    @Override
    public void powerOff(MachineId id, Duration patience) {
        machines.computeIfPresent(id, (_, it) -> with(it, new MachineState.Stopped("it is off")));
    }

    private static Machine with(Machine machine, MachineState state) {
        return new Machine(
                machine.id(),
                state,
                machine.addresses(),
                machine.providerId(),
                machine.type(),
                machine.zone(),
                machine.capacity());
    }

    @Override
    public String consoleTail(MachineId id, int lines) {
        return "";
    }

    @Override
    public List<MachineType> machineTypes() {
        answer();
        return types;
    }

    @Override
    public List<Drift> drift(MachineId id) {
        return List.of();
    }

    @Override
    public List<Notice> notices(String cluster, Set<String> machines) {
        answer();
        return notices.stream()
                .filter(it -> it.machine().cluster().equals(cluster))
                .filter(it -> machines.contains(it.machine().name()))
                .toList();
    }

    /// From now on it says that it will take a machine away.
    public void announce(Notice notice) {
        notices.add(notice);
    }

    @Override
    public List<Holding> holdings(String cluster) {
        return list(cluster).stream()
                .map(it ->
                        new Holding(
                                Holding.MACHINE,
                                it.providerId(),
                                it.id(),
                                since.getOrDefault(it.id(), Instant.MAX)))
                .toList();
    }

    @Override
    public boolean release(Holding holding) {
        return delete(holding.of()) instanceof DeleteOutcome.Deleted;
    }

    /// The requests so far, by the names of their machines.
    public synchronized Map<String, List<MachineRequest>> requests() {
        var byName = new TreeMap<String, List<MachineRequest>>();
        requests.forEach(
                it -> byName.computeIfAbsent(it.id().name(), _ -> new ArrayList<>()).add(it));
        return byName;
    }
}
