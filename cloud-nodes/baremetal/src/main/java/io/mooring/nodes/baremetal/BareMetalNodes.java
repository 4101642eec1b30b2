package io.mooring.nodes.baremetal;

import io.mooring.nodes.Choice;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Turns;
import io.mooring.nodes.baremetal.Inventory.Found;
import io.mooring.nodes.baremetal.Inventory.Taken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Machines of an inventory for one owner. Start reading at [#create].
///
/// A machine that cannot be asked may be the one that was claimed, so as long as a machine is not
/// found and not all answer, nobody is told that it is not there.
final class BareMetalNodes implements NodeProvider {

    private static final Duration LAY_LIMIT = Duration.ofSeconds(60);
    private static final int FAILURE_LINES = 15;

    private final Owner owner;
    private final Work work;
    private final Inventory inventory;
    private final Turns turns = new Turns();

    BareMetalNodes(Owner owner, List<Host> hosts, Shell shell, Clock clock, Pace pace) {
        this.owner = owner;
        this.work = new Work(owner, shell, new Boards(pace));
        this.inventory = new Inventory(owner, hosts, work, clock);
    }

    @Override
    public String name() {
        return BareMetalProviderFactory.NAME;
    }

    /// Claims a machine, then has it carry out the user data, once. Killed at any line, the next
    /// one finds the claim and goes on from there.
    @Override
    public CreateOutcome create(MachineRequest request) {
        if (!request.images().isEmpty()) {
            return new BadConfiguration(
                    BadConfiguration.IMAGES, "cannot be laid into machines of an inventory");
        }
        UserScript script;
        try {
            script = UserScript.of(request.userData().value());
        } catch (IllegalArgumentException e) {
            return new BadConfiguration(BadConfiguration.USER_DATA, String.valueOf(e.getMessage()));
        }
        try {
            return turns.alone(request.id(), () -> createAlone(request, script));
        } catch (MachineTrouble e) {
            return new BadConfiguration(e.trouble().field(), e.trouble().reason());
        }
    }

    private CreateOutcome createAlone(MachineRequest request, UserScript script) {
        MachineId id = request.id();
        Optional<Found> there = inventory.findAwake(id);
        if (there.isPresent() && there.get().report().phase() == Phase.WIPING) {
            wipe(id, there.get().host());
            there = Optional.empty();
        }
        if (there.isPresent()) {
            return brought(id, there.get(), script);
        }
        return switch (inventory.take(id, types(request))) {
            case Taken.Yes(Found found) -> brought(id, found, script);
            case Taken.AllInUse(List<String> reasons) ->
                    new CreateOutcome.NoCapacity(
                            "no machine of the inventory is free: " + String.join("; ", reasons));
        };
    }

    private static List<String> types(MachineRequest request) {
        return request.choices().stream().map(Choice::type).distinct().toList();
    }

    /// Has a machine that is claimed for it run, whatever it lacks to that.
    private CreateOutcome brought(MachineId id, Found found, UserScript script) {
        Host host = found.host();
        return switch (found.report().phase()) {
            case LAID -> new CreateOutcome.AlreadyThere(machine(id, host, found.report()));
            case OFF -> new CreateOutcome.AlreadyThere(machine(id, host, started(id, host)));
            case CLAIMED, LAYING, FAILED -> laid(id, host, script);
            case WIPING -> new CreateOutcome.TimedOut("another run to wipe " + host, Duration.ZERO);
        };
    }

    private CreateOutcome laid(MachineId id, Host host, UserScript script) {
        Report report = work.lay(host, id, script);
        return switch (report.phase()) {
            case LAID, OFF -> new CreateOutcome.Created(machine(id, host, report));
            case LAYING ->
                    new CreateOutcome.TimedOut(
                            "the user data to be carried out on " + host, LAY_LIMIT);
            case CLAIMED, FAILED, WIPING ->
                    throw new ProviderFailure(
                            "making machine %s of %s: its user data failed there; the end of its journal:\n%s"
                                    .formatted(id, host, consoleTail(id, FAILURE_LINES)));
        };
    }

    private static Machine machine(MachineId id, Host host, Report report) {
        return new Machine(
                id,
                report.phase().state(),
                List.of(host.login().address()),
                host.providerId(),
                report.type(),
                "",
                MachineType.Capacity.ON_DEMAND);
    }

    @Override
    public Lookup get(MachineId id) {
        return lookup(id, inventory.find(id));
    }

    @Override
    public Lookup seek(MachineId id) {
        return lookup(id, inventory.findAwake(id));
    }

    private static Lookup lookup(MachineId id, Optional<Found> found) {
        return found.<Lookup>map(it -> new Lookup.Found(machine(id, it.host(), it.report())))
                .orElseGet(Lookup.NotFound::new);
    }

    @Override
    public List<Machine> list(String cluster) {
        var byName = new TreeMap<String, Machine>();
        Survey survey = inventory.survey();
        survey.requireAll();
        for (Host host : survey.claimed(owner, cluster)) {
            Report report = survey.report(host);
            MachineId id = report.claim().orElseThrow().machine();
            byName.putIfAbsent(id.name(), machine(id, host, report));
        }
        return List.copyOf(byName.values());
    }

    /// Wipes every machine that is claimed under that name, and gives it back. Where one was, those
    /// that cannot be asked do not matter: only a mishap could have a second one claimed, which
    /// would be an orphan, and is found as such when it answers again.
    @Override
    public DeleteOutcome delete(MachineId id) {
        return turns.alone(
                id,
                () -> {
                    Survey survey = inventory.survey();
                    List<Host> claimed = survey.claimedFor(owner, id);
                    claimed.forEach(host -> wipe(id, host));
                    if (!claimed.isEmpty()) {
                        return new DeleteOutcome.Deleted();
                    }
                    survey.requireAll();
                    return new DeleteOutcome.NothingThere();
                });
    }

    /// @return whether it was claimed for that machine, and is given back
    private boolean wipe(MachineId id, Host host) {
        Report seen = work.look(host);
        boolean ours = isClaimedFor(id, seen);
        if (ours) {
            if (!seen.isDark()) {
                // while there is a claim: without one nobody would come back to do it
                work.unmark(host);
            }
            Report report = work.act(host, Work.Verb.WIPE, id);
            inventory.forget(id);
            if (isClaimedFor(id, report)) {
                throw new ProviderFailure(
                        "removing machine %s: %s could not be wiped whole; run again"
                                .formatted(id, host));
            }
        }
        return ours;
    }

    private boolean isClaimedFor(MachineId id, Report report) {
        return report.claim()
                .filter(claim -> claim.owner().equals(owner) && claim.machine().equals(id))
                .isPresent();
    }

    /// Starts the node's programs again, after the machine itself where that was switched off.
    @Override
    public void powerOn(MachineId id) {
        turns.alone(id, () -> started(id, require(id).host()));
    }

    private Report started(MachineId id, Host host) {
        Report report = work.act(host, Work.Verb.ON, id);
        work.unmark(host);
        return report;
    }

    /// Ends the node's programs and pods, also beyond a boot of the machine. The machine itself is
    /// switched off where it has a board that can start it again; by SSH nobody could. Pods get no
    /// longer than they got by a drain.
    @Override
    public void powerOff(MachineId id, Duration patience) {
        turns.alone(
                id,
                () -> {
                    Found found = require(id);
                    if (!found.report().isDark()) {
                        work.act(found.host(), Work.Verb.OFF, id);
                        work.switchOff(
                                found.host(), found.report().claim().orElseThrow(), patience);
                    }
                    return found;
                });
    }

    private Found require(MachineId id) {
        return inventory
                .find(id)
                .orElseThrow(() -> new ProviderFailure("machine " + id + " is not there"));
    }

    /// The journal of what makes it a node.
    @Override
    public String consoleTail(MachineId id, int lines) {
        try {
            return inventory
                    .find(id)
                    .map(it -> String.join("\n", work.journal(it.host(), id, lines).log()))
                    .orElse("");
        } catch (ProviderFailure _) {
            // it adds to another message, which must not be lost for want of it
            return "";
        }
    }

    @Override
    public Optional<String> gaveUp(MachineId id) {
        try {
            return inventory.find(id).flatMap(it -> it.report().gaveUp());
        } catch (ProviderFailure _) {
            // the next look may find it
            return Optional.empty();
        }
    }

    /// The kinds of machine that stand in the inventory; one is available while one of it is free.
    /// Of what kind one is that is off nobody can tell.
    ///
    /// @throws ProviderFailure where that is so of all of them
    @Override
    public List<MachineType> machineTypes() {
        Survey survey = inventory.survey();
        Map<String, List<Report>> byType =
                survey.reports().values().stream()
                        .filter(report -> !report.isDark())
                        .collect(
                                Collectors.groupingBy(
                                        Report::type, TreeMap::new, Collectors.toList()));
        if (byType.isEmpty()) {
            throw new ProviderFailure(
                    "no machine of the inventory says of what kind it is, so there is none to choose from: %s. Switch one of each kind on, or make nodes one by one, which switches machines on"
                            .formatted(String.join("; ", survey.silence())));
        }
        return byType.entrySet().stream().map(it -> type(it.getKey(), it.getValue())).toList();
    }

    private static MachineType type(String name, List<Report> machines) {
        Report one = machines.getFirst();
        return new MachineType(
                name,
                one.architecture(),
                one.processors(),
                one.memoryMebibytes(),
                0,
                List.of(
                        new MachineType.Offering(
                                "",
                                MachineType.Capacity.ON_DEMAND,
                                OptionalDouble.empty(),
                                machines.stream().anyMatch(Report::isFree))));
    }

    /// A machine is what it is: no setting makes it another.
    @Override
    public List<Drift> drift(MachineId id) {
        return List.of();
    }

    /// Nobody takes a machine of an inventory away.
    @Override
    public List<Notice> notices(String cluster, Set<String> machines) {
        return List.of();
    }

    @Override
    public List<Holding> holdings(String cluster) {
        Survey survey = inventory.survey();
        survey.requireAll();
        return survey.claimed(owner, cluster).stream()
                .map(host -> {
                    Claim claim = survey.report(host).claim().orElseThrow();
                    return new Holding(
                            Holding.MACHINE, host.providerId(), claim.machine(), claim.since());
                })
                .toList();
    }

    @Override
    public boolean release(Holding holding) {
        return turns.alone(
                holding.of(),
                () ->
                        inventory
                                .byProviderId(holding.providerId())
                                .map(host -> wipe(holding.of(), host))
                                .orElse(false));
    }
}
