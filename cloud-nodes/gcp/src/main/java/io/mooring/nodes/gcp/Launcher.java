package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Metadata;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Offers.Taken;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.List;
import java.util.Optional;

/// Gets a machine, whatever it takes of types, zones and ways to pay.
///
/// The name is the same in each attempt and each run, and Google takes it once in a zone: of many
/// who try there, one makes it.
final class Launcher {

    private final Operations operations;
    private final Launch launch;
    private final LooseDisks disks;
    private final Finder finder;
    private final Offers offers;

    Launcher(Operations operations, Launch launch, LooseDisks disks, Finder finder, Offers offers) {
        this.operations = operations;
        this.launch = launch;
        this.disks = disks;
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
    Taken<Launched> launch(MachineId id, Metadata metadata, List<Offer> wanted) {
        return offers.first("making machine " + id, wanted, it -> attempt(id, it, metadata));
    }

    private Launched attempt(MachineId id, Offer offer, Metadata metadata) {
        String attempt = "making machine " + id;
        InsertInstanceRequest request = launch.request(id, offer, metadata);
        try {
            Optional<Fault> fault =
                    operations.run(attempt, it -> it.instances().insertCallable().call(request));
            if (fault.isPresent()) {
                throw new Refused(attempt, Meaning.of(fault.get()));
            }
        } catch (Refused e) {
            if (e.refusal() instanceof Refusal.AlreadyThere) {
                return new Launched(finder.settled(id), false);
            }
            throw cleared(id, e);
        }
        Vm machine = finder.settled(id);
        return new Launched(machine, machine.zone().equals(offer.place().zone()));
    }

    /// The failure, after nothing is left of the attempt. What cannot be removed now must not hide
    /// why: the next run, or a look for orphans, finds it.
    private Refused cleared(MachineId id, Refused failure) {
        if (failure.refusal() instanceof Refusal.Unreachable) {
            return failure;
        }
        try {
            disks.delete(id);
        } catch (Refused e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
