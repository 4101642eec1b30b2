package io.mooring.nodes.azure;

import com.azure.resourcemanager.compute.fluent.VirtualMachinesClient;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Offers.Taken;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.nodes.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Gets a machine, whatever it takes of sizes, zones and ways to pay.
///
/// The name is the same in each attempt and each run, and a machine is only made where none of that
/// name is: of many who try, one makes it. A machine whose creation failed keeps its name, its zone
/// and its parts; it is removed before the next attempt.
final class Launcher {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final VirtualMachinesClient client;
    private final String group;
    private final Operations operations;
    private final Names names;
    private final Launch launch;
    private final Parts parts;
    private final Remover remover;
    private final Finder finder;
    private final Offers offers;

    Launcher(
            Azure azure,
            Operations operations,
            Names names,
            Launch launch,
            Parts parts,
            Remover remover,
            Finder finder,
            Offers offers) {
        this.client = azure.compute().getVirtualMachines();
        this.group = azure.group();
        this.operations = operations;
        this.names = names;
        this.launch = launch;
        this.parts = parts;
        this.remover = remover;
        this.finder = finder;
        this.offers = offers;
    }

    /// What came of it.
    ///
    /// @param ours whether this run made it, and not another one at the same time
    record Launched(Vm machine, boolean ours) {}

    /// A running machine.
    ///
    /// @throws Refused with [Refusal.NoCapacity] when none of the offers could be had
    Taken<Launched> launch(MachineId id, SecretText customData, List<Offer> wanted) {
        try {
            return offers.first("making machine " + id, wanted, it -> taken(id, it, customData));
        } catch (Refused e) {
            throw switch (e.refusal()) {
                case Refusal.NoCapacity _, Refusal.BadField _ -> cleared(id, e);
                default -> e;
            };
        }
    }

    private Launched taken(MachineId id, Offer offer, SecretText customData) {
        try {
            return attempt(id, offer, customData);
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.NoCapacity) {
                remover.removeFailed(id);
            }
            throw e;
        }
    }

    private Launched attempt(MachineId id, Offer offer, SecretText customData) {
        String attempt = "making machine " + id;
        parts.put(id, launch.networkInterface(id));
        VirtualMachineInner wanted = launch.machine(id, offer, customData);
        Optional<Fault> fault;
        try {
            fault =
                    operations.run(
                            Lanes.WRITES,
                            attempt,
                            LIMIT,
                            context ->
                                    client.beginCreateOrUpdate(
                                            group, names.machine(id), wanted, null, "*", context));
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.AlreadyThere) {
                // Another run's, or our own, whose answer was lost.
                return new Launched(finder.settled(id), false);
            }
            throw e;
        }
        if (fault.isPresent()) {
            throw new Refused(attempt, Meaning.of(precise(id, fault.get())));
        }
        return new Launched(finder.settled(id), true);
    }

    /// An operation may fail without a word; then the machine knows why.
    private Fault precise(MachineId id, Fault fault) {
        return fault.code().isEmpty() ? finder.fault(id).orElse(fault) : fault;
    }

    /// The failure, after nothing is left of the attempt. What cannot be removed now must not hide
    /// why: the next run, or a look for orphans, finds it.
    private Refused cleared(MachineId id, Refused failure) {
        try {
            remover.clear(id);
        } catch (Refused e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
