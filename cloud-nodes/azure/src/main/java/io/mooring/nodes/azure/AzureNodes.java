package io.mooring.nodes.azure;

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
import io.mooring.nodes.PackedUserData;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.azure.Launcher.Launched;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Machines of Azure for one owner. Start reading at [#create].
final class AzureNodes implements NodeProvider {

    /// Of custom data, before base64.
    static final int USER_DATA_LIMIT = 65_535;

    private final AzureSettings settings;
    private final Changes changes;
    private final Names names;
    private final VirtualMachines machines;
    private final Evictions evictions;
    private final Parts parts;
    private final Power power;
    private final Remover remover;
    private final Finder finder;
    private final Launcher launcher;
    private final Types types;

    private AzureNodes(Owner owner, AzureSettings settings, Azure azure, Gate gate, Pace pace) {
        var calls = Failures.calls(gate, pace);
        var operations = new Operations(calls, pace);
        var tags = new Tags(owner);
        var offers = new Offers(pace);
        this.settings = settings;
        this.changes =
                new Changes(
                        "Azure",
                        Map.of(
                                "vmSizes", settings.vmSizes(),
                                "identities", settings.access().identities()),
                        pace);
        this.names = new Names(owner, settings.account());
        this.machines = new VirtualMachines(azure, calls, names, tags);
        this.evictions = new Evictions(machines, pace);
        this.parts = new Parts(azure, calls, operations, names, tags);
        this.power = new Power(azure, calls, operations, names, machines);
        var sight = new Sight(machines, parts, pace);
        this.remover = new Remover(azure, operations, names, machines, sight, parts);
        this.finder = new Finder(machines, sight, power, pace);
        this.launcher =
                new Launcher(
                        azure,
                        operations,
                        names,
                        new Launch(settings, names, tags, pace),
                        parts,
                        remover,
                        finder,
                        offers);
        this.types = new Types(azure, calls, settings, new Prices(azure, calls), offers);
    }

    /// @param gate to the subscription of the settings
    static AzureNodes open(Owner owner, AzureSettings settings, Gate gate, Pace pace) {
        return new AzureNodes(owner, settings, Azure.open(settings.account()), gate, pace);
    }

    @Override
    public String name() {
        return AzureProviderFactory.NAME;
    }

    /// What is there is waited for and kept; a machine whose creation failed is removed first; and
    /// one is only made where none of its name is.
    @Override
    public CreateOutcome create(MachineRequest request) {
        return changes.create(
                request.id(),
                () -> {
                    try {
                        return createAlone(request);
                    } catch (Refused e) {
                        return withoutGroup(e);
                    }
                });
    }

    /// A machine of a group that is not there is not to be made by the next run either.
    private static CreateOutcome withoutGroup(Refused refused) {
        if (refused.refusal() instanceof Refusal.NotThere(String message)
                && message.contains("(ResourceGroupNotFound)")) {
            return new BadConfiguration("resourceGroup", message);
        }
        throw refused;
    }

    private CreateOutcome createAlone(MachineRequest request) {
        MachineId id = request.id();
        Optional<Vm> there = finder.decided(id);
        if (there.isPresent() && there.get().phase() != Vm.Phase.SPOILT) {
            return new CreateOutcome.AlreadyThere(machine(power.on(there.get())));
        }
        if (!request.images().isEmpty()) {
            return new BadConfiguration(
                    BadConfiguration.IMAGES, "cannot be laid into machines of Azure");
        }
        return switch (PackedUserData.of(request.userData().value(), "Azure", USER_DATA_LIMIT)) {
            case PackedUserData.TooLarge(String reason) ->
                    new BadConfiguration(BadConfiguration.USER_DATA, reason);
            case PackedUserData.Fits(SecretText customData) -> launch(request, customData);
        };
    }

    private CreateOutcome launch(MachineRequest request, SecretText customData) {
        MachineId id = request.id();
        remover.removeFailed(id);
        List<Offers.Offer> wanted =
                Offers.of(
                        "making machine " + id,
                        request,
                        settings.purchase().capacities(),
                        settings.vmSizes(),
                        Types.places(settings));
        Taken<Launched> taken = launcher.launch(id, customData, wanted);
        Machine machine = machine(taken.value().machine());
        return taken.value().ours()
                ? new CreateOutcome.Created(machine, taken.refused())
                : new CreateOutcome.AlreadyThere(machine);
    }

    @Override
    public Lookup get(MachineId id) {
        return there(id)
                .<Lookup>map(it -> new Lookup.Found(machine(it)))
                .orElseGet(Lookup.NotFound::new);
    }

    @Override
    public Map<String, String> identity(MachineId id) {
        return there(id)
                .map(it -> it.seen().vmId())
                .map(it ->
                        Map.of(
                                "vmId", it.toLowerCase(Locale.ROOT),
                                "subscriptionId",
                                        settings.account().subscription().toLowerCase(Locale.ROOT)))
                .orElse(Map.of());
    }

    private Optional<Vm> there(MachineId id) {
        return machines.of(id).filter(it -> it.phase() != Vm.Phase.LEAVING);
    }

    private Machine machine(Vm vm) {
        return machine(vm, parts.networkInterface(vm.id()).map(Parts::addresses).orElse(List.of()));
    }

    private Machine machine(Vm vm, List<String> addresses) {
        MachineState state =
                switch (vm.phase()) {
                    case RUNNING, MAKING -> new MachineState.Running();
                    case SPOILT ->
                            new MachineState.Stopped(
                                    vm.fault().map(Fault::text).orElse("its creation failed"));
                    case STOPPED, LEAVING -> new MachineState.Stopped("it is " + vm.power());
                };
        return new Machine(
                vm.id(),
                state,
                addresses,
                names.providerId(vm.id()),
                vm.size(),
                vm.zone(),
                vm.capacity());
    }

    @Override
    public List<Machine> list(String cluster) {
        List<Vm> found = alive(cluster).toList();
        Map<MachineId, List<String>> addresses =
                found.isEmpty() ? Map.of() : parts.addresses(cluster);
        return found.stream()
                .map(it -> machine(it, addresses.getOrDefault(it.id(), List.of())))
                .sorted(Comparator.comparing(it -> it.id().name()))
                .toList();
    }

    private Stream<Vm> alive(String cluster) {
        return machines.ofCluster(cluster).stream().filter(it -> it.phase() != Vm.Phase.LEAVING);
    }

    /// Waits until machine, network interface and disk are gone, so that what they used (a subnet,
    /// a group) can be removed next.
    @Override
    public DeleteOutcome delete(MachineId id) {
        return changes.delete(
                id,
                () ->
                        remover.remove(id)
                                ? new DeleteOutcome.Deleted()
                                : new DeleteOutcome.NothingThere());
    }

    @Override
    public void powerOn(MachineId id) {
        power.on(power.require(id));
    }

    @Override
    public void powerOff(MachineId id, Duration patience) {
        power.off(power.require(id), patience);
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
        return there(id)
                .map(it -> new Drifts(settings).of(it, parts.networkInterface(id)))
                .orElse(List.of());
    }

    @Override
    public List<Notice> notices(String cluster, Set<String> wanted) {
        return evictions.of(cluster, wanted);
    }

    @Override
    public List<Holding> holdings(String cluster) {
        Stream<Holding> whole =
                alive(cluster)
                        .map(it ->
                                new Holding(
                                        Holding.MACHINE,
                                        names.providerId(it.id()),
                                        it.id(),
                                        it.made()));
        return Stream.concat(whole, parts.loose(cluster).stream()).toList();
    }

    @Override
    public boolean release(Holding holding) {
        MachineId id = holding.of();
        return switch (holding.kind()) {
            case Parts.NETWORK_INTERFACE -> parts.deleteLooseNetworkInterface(id);
            case Parts.DISK -> parts.deleteLooseDisk(id);
            default ->
                    holding.providerId().equals(names.providerId(id))
                            && there(id).isPresent()
                            && changes.alone(id, () -> remover.remove(id));
        };
    }
}
