package io.mooring.nodes.gcp;

import io.mooring.nodes.Changes;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Gate;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Taken;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.gcp.Launcher.Launched;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Machines of Google Compute Engine for one owner. Start reading at [#create].
final class GcpNodes implements NodeProvider {

    private final GcpSettings settings;
    private final Changes changes;
    private final Cloud cloud;
    private final Names names;
    private final Instances instances;
    private final Sight sight;
    private final Preemptions preemptions;
    private final LooseDisks disks;
    private final Power power;
    private final Finder finder;
    private final Catalog catalog;
    private final Launcher launcher;
    private final Types types;

    private GcpNodes(Owner owner, GcpSettings settings, Gate gate, Pace pace) {
        var labels = new Labels(owner);
        var offers = new Offers(pace);
        this.settings = settings;
        this.changes =
                new Changes(
                        "Google",
                        Map.of(
                                "machineTypes", settings.machineTypes(),
                                "zones", settings.account().zones(),
                                "networkTags", settings.network().tags()),
                        pace);
        this.cloud = new Cloud(settings.account(), gate, pace);
        this.names = new Names(owner, settings.account().project());
        var operations = new Operations(cloud, pace);
        this.instances = new Instances(cloud, names, labels);
        this.sight = new Sight(cloud, names, instances, operations, pace);
        this.preemptions = new Preemptions(instances, sight, pace);
        this.disks = new LooseDisks(cloud, operations, names, labels);
        this.power = new Power(cloud, operations, instances);
        this.finder = new Finder(sight, power, pace);
        this.catalog = new Catalog(cloud, settings);
        this.launcher =
                new Launcher(
                        operations, new Launch(settings, names, labels), disks, finder, offers);
        this.types = new Types(catalog, settings, new Prices(cloud), offers);
    }

    /// Calls nobody: who is signed in is found out when that is first needed.
    ///
    /// @param gate to the project of the settings
    static GcpNodes open(Owner owner, GcpSettings settings, Gate gate, Pace pace) {
        return new GcpNodes(owner, settings, gate, pace);
    }

    @Override
    public String name() {
        return GcpProviderFactory.NAME;
    }

    /// What is there in any zone is waited for and kept; what is not shown yet is found by the
    /// operation that makes it; and if two came to be after all, the older one stays.
    @Override
    public CreateOutcome create(MachineRequest request) {
        return changes.create(request.id(), () -> createAlone(request));
    }

    private CreateOutcome createAlone(MachineRequest request) {
        MachineId id = request.id();
        List<Vm> there = finder.decided(id);
        if (!there.isEmpty()) {
            return new CreateOutcome.AlreadyThere(machine(finder.only(there)));
        }
        if (!request.images().isEmpty()) {
            return new BadConfiguration(
                    BadConfiguration.IMAGES, "cannot be laid into machines of Google");
        }
        var metadata =
                MetadataField.of("making machine " + id, request.userData(), settings.metadata());
        disks.delete(id);
        Taken<Launched> taken = launcher.launch(id, metadata, catalog.offers(request));
        Machine machine = machine(taken.value().machine());
        return taken.value().ours()
                ? new CreateOutcome.Created(machine, taken.refused())
                : new CreateOutcome.AlreadyThere(machine);
    }

    @Override
    public Lookup get(MachineId id) {
        return instances.of(id).stream()
                .findFirst()
                .<Lookup>map(it -> new Lookup.Found(machine(it)))
                .orElseGet(Lookup.NotFound::new);
    }

    @Override
    public Map<String, String> identity(MachineId id) {
        return instances.of(id).stream()
                .findFirst()
                .map(it ->
                        Map.of(
                                "project_id", names.project(),
                                "zone", it.zone(),
                                "instance_name", it.seen().getName(),
                                "instance_id", Long.toUnsignedString(it.seen().getId())))
                .orElse(Map.of());
    }

    private Machine machine(Vm vm) {
        MachineState state =
                switch (vm.phase()) {
                    case RUNNING, MAKING -> new MachineState.Running();
                    case STOPPED, LEAVING ->
                            new MachineState.Stopped(
                                    "it is " + vm.seen().getStatus().toLowerCase(Locale.ROOT));
                };
        return new Machine(
                vm.id(),
                state,
                vm.addresses(),
                names.providerId(vm.id(), vm.zone()),
                vm.type(),
                vm.zone(),
                vm.capacity());
    }

    @Override
    public List<Machine> list(String cluster) {
        var oldest = new TreeMap<String, Machine>();
        instances.ofCluster(cluster).forEach(it -> oldest.putIfAbsent(it.id().name(), machine(it)));
        return List.copyOf(oldest.values());
    }

    /// Waits until every machine of that name and its disks are gone, so that what they used (a
    /// subnetwork, a service account) can be removed next.
    @Override
    public DeleteOutcome delete(MachineId id) {
        return changes.delete(id, () -> deleteAlone(id));
    }

    private DeleteOutcome deleteAlone(MachineId id) {
        List<Vm> doomed = sight.of(id);
        doomed.forEach(power::delete);
        boolean disk = disks.delete(id);
        return doomed.isEmpty() && !disk
                ? new DeleteOutcome.NothingThere()
                : new DeleteOutcome.Deleted();
    }

    @Override
    public void powerOn(MachineId id) {
        power.on(power.require(id));
    }

    @Override
    public void powerOff(MachineId id, Duration patience) {
        power.off(power.require(id));
    }

    @Override
    public String consoleTail(MachineId id, int lines) {
        return power.consoleTail(id, lines);
    }

    @Override
    public List<MachineType> machineTypes() {
        return types.all();
    }

    @Override
    public List<Drift> drift(MachineId id) {
        Optional<Vm> there = instances.of(id).stream().findFirst();
        boolean runs = there.filter(it -> it.phase() == Vm.Phase.RUNNING).isPresent();
        Stream<Drift> takenBack =
                runs ? Stream.empty() : sight.takenBack(id).stream().map(Drift::takenBack);
        return Stream.concat(
                        takenBack,
                        there.map(new Drifts(cloud, settings)::of).stream().flatMap(List::stream))
                .toList();
    }

    @Override
    public List<Notice> notices(String cluster, Set<String> machines) {
        return preemptions.of(cluster, machines);
    }

    @Override
    public List<Holding> holdings(String cluster) {
        Stream<Holding> machines =
                instances.ofCluster(cluster).stream()
                        .map(it ->
                                new Holding(
                                        Holding.MACHINE,
                                        names.providerId(it.id(), it.zone()),
                                        it.id(),
                                        it.made()));
        return Stream.concat(machines, disks.ofCluster(cluster).stream()).toList();
    }

    @Override
    public boolean release(Holding holding) {
        return changes.alone(holding.of(), () -> releaseAlone(holding));
    }

    private boolean releaseAlone(Holding holding) {
        MachineId id = holding.of();
        if (holding.kind().equals(LooseDisks.DISK)) {
            return disks.delete(id, holding.providerId());
        }
        return instances.of(id).stream()
                .filter(it -> names.providerId(id, it.zone()).equals(holding.providerId()))
                .findFirst()
                .map(it -> {
                    power.delete(it);
                    return true;
                })
                .orElse(false);
    }
}
