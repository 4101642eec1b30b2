package io.mooring.nodes.aws;

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
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Taken;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;

/// Machines of EC2 for one owner. Start reading at [#create].
final class AwsNodes implements NodeProvider {

    private final Pace pace;
    private final AwsSettings settings;
    private final Changes changes;
    private final Tags tags;
    private final Instances instances;
    private final Power power;
    private final Catalog catalog;
    private final Templates templates;
    private final Starts starts;
    private final Launcher launcher;
    private final Types types;
    private final Leftovers leftovers;
    private final Interruptions interruptions;
    private final Notices notices;

    private AwsNodes(Owner owner, AwsSettings settings, Aws aws, Pace pace) {
        this.pace = pace;
        this.settings = settings;
        this.changes =
                new Changes(
                        "EC2",
                        Map.of(
                                "instanceTypes", settings.instanceTypes(),
                                "subnets", settings.network().subnets(),
                                "securityGroups", settings.network().securityGroups()),
                        pace);
        this.tags = new Tags(owner);
        this.instances = new Instances(aws.ec2(), tags);
        this.power = new Power(aws.ec2(), pace, instances);
        this.catalog = aws.catalog(settings);
        var offers = new Offers(pace);
        this.templates = new Templates(aws.ec2(), pace, tags);
        var launch = new Launch(settings, tags);
        this.starts = new Starts(pace, instances);
        var fleet = new Fleet(aws.ec2(), starts, templates, launch, catalog);
        this.launcher = new Launcher(aws.ec2(), starts, catalog, launch, fleet, offers, owner);
        this.types = new Types(aws.ec2(), catalog, aws.prices(pace), settings.purchase(), offers);
        this.leftovers = new Leftovers(aws.ec2(), tags);
        this.interruptions = new Interruptions(aws.ec2(), tags);
        this.notices = new Notices(instances, interruptions, new ScheduledEvents(aws.ec2()), tags);
    }

    /// @param gate to the account of the settings
    static AwsNodes open(Owner owner, AwsSettings settings, Gate gate, Pace pace) {
        return new AwsNodes(owner, settings, Aws.open(settings.account(), gate, pace), pace);
    }

    @Override
    public String name() {
        return AwsProviderFactory.NAME;
    }

    /// What is found by tags first is not made again; what EC2 does not show yet is found by its
    /// client token; and if two came to be after all, the older one stays.
    @Override
    public CreateOutcome create(MachineRequest request) {
        return changes.create(request.id(), () -> createAlone(request));
    }

    private CreateOutcome createAlone(MachineRequest request) {
        MachineId id = request.id();
        List<Instance> all = instances.of(id);
        List<Instance> alive = all.stream().filter(Instances::isAlive).toList();
        if (!alive.isEmpty()) {
            if (request.choices().size() > 1) {
                templates.remove(id);
            }
            return new CreateOutcome.AlreadyThere(only(id, alive, power));
        }
        if (!request.images().isEmpty()) {
            return new BadConfiguration(
                    BadConfiguration.IMAGES, "cannot be laid into machines of EC2");
        }
        String userData =
                UserDataField.encode("launching machine " + id, request.userData().value());
        Set<String> spent =
                all.stream()
                        .filter(Instances::isTerminated)
                        .map(Instance::clientToken)
                        .filter(token -> token != null)
                        .collect(Collectors.toCollection(HashSet::new));
        List<Offers.Offer> offers =
                Offers.of(
                        "launching machine " + id,
                        request,
                        settings.purchase().capacities(),
                        catalog.types().keySet().stream().toList(),
                        catalog.subnets());
        Taken<Launched> taken = launcher.launch(request, userData, offers, spent);
        Machine machine = only(id, taken.value().all(), power);
        return machine.providerId().equals(Instances.providerId(taken.value().made()))
                ? new CreateOutcome.Created(machine, taken.refused())
                : new CreateOutcome.AlreadyThere(machine);
    }

    /// Keeps the oldest instance, and has it run.
    private static Machine only(MachineId id, List<Instance> alive, Power power) {
        Instance oldest = alive.getFirst();
        if (alive.size() > 1) {
            power.terminate(id, alive.subList(1, alive.size()));
        }
        return Instances.machine(id, Instances.isStopped(oldest) ? power.on(id, oldest) : oldest);
    }

    @Override
    public Lookup get(MachineId id) {
        return instances.of(id).stream()
                .filter(Instances::isAlive)
                .findFirst()
                .<Lookup>map(it -> new Lookup.Found(Instances.machine(id, it)))
                .orElseGet(Lookup.NotFound::new);
    }

    @Override
    public Map<String, String> identity(MachineId id) {
        return instances.of(id).stream()
                .filter(Instances::isAlive)
                .findFirst()
                .map(it ->
                        Map.of(
                                "accountId", instances.account(id, it),
                                "region", settings.account().region(),
                                "instanceId", it.instanceId()))
                .orElse(Map.of());
    }

    @Override
    public List<Machine> list(String cluster) {
        var oldest = new TreeMap<String, Machine>();
        owned(cluster)
                .forEach(it ->
                        oldest.putIfAbsent(
                                it.getKey().name(), Instances.machine(it.getKey(), it.getValue())));
        return List.copyOf(oldest.values());
    }

    private Stream<Map.Entry<MachineId, Instance>> owned(String cluster) {
        return instances.ofCluster(cluster).stream()
                .filter(Instances::isAlive)
                .flatMap(it -> tags.machine(it.tags()).stream().map(id -> Map.entry(id, it)));
    }

    /// Terminates every instance of that machine, and waits until all are gone, so that what they
    /// used (groups, subnets) can be removed next.
    @Override
    public DeleteOutcome delete(MachineId id) {
        return changes.delete(id, () -> deleteAlone(id));
    }

    private DeleteOutcome deleteAlone(MachineId id) {
        Instant start = pace.now();
        List<Instance> there = present(id);
        if (there.isEmpty() && templates.isThere(id)) {
            // a launch was cut off, of which EC2 may not show yet what came
            var _ = starts.ofEarlier(id, Instances::isAlive);
            there = present(id);
        }
        boolean launched = templates.remove(id);
        if (there.isEmpty()) {
            return launched ? new DeleteOutcome.Deleted() : new DeleteOutcome.NothingThere();
        }
        power.terminate(id, there);
        return power.awaitGone(id)
                ? new DeleteOutcome.Deleted()
                : new DeleteOutcome.TimedOut(
                        "EC2 to terminate " + id, Duration.between(start, pace.now()));
    }

    private List<Instance> present(MachineId id) {
        return instances.of(id).stream().filter(it -> !Instances.isTerminated(it)).toList();
    }

    @Override
    public void powerOn(MachineId id) {
        power.on(id, power.require(id));
    }

    @Override
    public void powerOff(MachineId id, Duration patience) {
        power.off(id, power.require(id), patience);
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
        List<Instance> all = instances.of(id);
        Optional<Instance> alive = all.stream().filter(Instances::isAlive).findFirst();
        Optional<Instance> last =
                alive.isPresent() || all.isEmpty() ? alive : Optional.of(all.getLast());
        return Stream.concat(
                        last.flatMap(it -> interruptions.of(id, it)).stream(),
                        alive.map(new Drifts(settings, catalog)::of).stream().flatMap(List::stream))
                .toList();
    }

    @Override
    public List<Notice> notices(String cluster, Set<String> machines) {
        return notices.of(cluster, machines);
    }

    @Override
    public List<Holding> holdings(String cluster) {
        Stream<Holding> machines =
                owned(cluster)
                        .map(it ->
                                new Holding(
                                        Holding.MACHINE,
                                        Instances.providerId(it.getValue()),
                                        it.getKey(),
                                        it.getValue().launchTime()));
        return Stream.of(
                        machines,
                        leftovers.ofCluster(cluster).stream(),
                        templates.ofCluster(cluster).stream())
                .flatMap(it -> it)
                .toList();
    }

    @Override
    public boolean release(Holding holding) {
        MachineId id = holding.of();
        if (holding.kind().equals(Leftovers.VOLUME)) {
            return leftovers.delete(id, holding.providerId());
        }
        if (holding.kind().equals(Templates.KIND)) {
            return templates.remove(id, holding.providerId());
        }
        return instances
                .marked(id, Instances.instanceId(holding.providerId()))
                .filter(Instances::isAlive)
                .map(it -> power.terminate(id, List.of(it)))
                .orElse(false);
    }
}
