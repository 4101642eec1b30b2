package io.mooring.nodes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes machines somewhere. Every method may be repeated after a crash at any line: a machine is
/// known by cluster and name, and a provider touches only machines that carry its ownership mark.
/// Safe for use by many threads. What a cloud refuses for a reason that no outcome says is a
/// [ProviderFailure].
public interface NodeProvider {

    /// The provider's name in resources and logs, such as `local` or `aws`.
    String name();

    /// Makes the machine and starts it, or finds it made already; a stopped one is started. Of its
    /// choices the first is taken that is to be had; one that is refused is not asked for again for
    /// a while.
    CreateOutcome create(MachineRequest request);

    /// The machine as it is now.
    Lookup get(MachineId id);

    /// As [#get], for whoever goes on to make the machine if it is not there: also where nobody can
    /// tell before machines are switched on, which this does.
    default Lookup seek(MachineId id) {
        return get(id);
    }

    /// What a document that the cloud signs says of this machine and of no other, by the names in
    /// that document; empty where machines have none, or there is no such machine.
    default Map<String, String> identity(MachineId id) {
        return Map.of();
    }

    /// Every machine of the cluster that this provider owns, sorted by name.
    List<Machine> list(String cluster);

    /// Removes the machine and all that was made for it; also from any half-made state.
    DeleteOutcome delete(MachineId id);

    /// Starts a stopped machine again on the disk it has; nothing to do for one that runs.
    void powerOn(MachineId id);

    /// Ends a running machine, in order as long as `patience` lasts. Its disk stays.
    void powerOff(MachineId id, Duration patience);

    /// The last lines that the machine wrote to its console, as far as they can be had.
    String consoleTail(MachineId id, int lines);

    /// Why the machine has ended joining its cluster for a reason that trying again does not
    /// change, in its own words; nothing where it has not, or cannot be asked, as in a cloud.
    default Optional<String> gaveUp(MachineId id) {
        return Optional.empty();
    }

    /// The kinds of machine that the settings let be made, with what they cost: all that a request
    /// may choose from.
    List<MachineType> machineTypes();

    /// How the machine differs from what would be made now; of one that is not there, only that the
    /// provider took it back, where it tells.
    List<Drift> drift(MachineId id);

    /// Those of these machines that the provider is about to take away, told again by each call
    /// until they are gone, or has taken away. None where nobody but the machine itself is told, or
    /// nobody.
    ///
    /// @param machines of the cluster, which are wanted
    List<Notice> notices(String cluster, Set<String> machines);

    /// Everything of the cluster that carries this owner's mark, part of a whole machine or not.
    List<Holding> holdings(String cluster);

    /// Removes one thing, if it still carries this owner's mark.
    ///
    /// @return whether it was there and is removed
    boolean release(Holding holding);
}
