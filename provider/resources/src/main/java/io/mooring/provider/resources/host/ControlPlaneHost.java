package io.mooring.provider.resources.host;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A place where control planes run. Every call is idempotent and fails with a [HostFailure].
public interface ControlPlaneHost {

    /// Takes the name for this owner; to be called before the first start.
    ///
    /// @throws HostFailure.Unusable if another owner has it; nothing is made then
    void claim(WantedCluster wanted);

    /// Brings the control plane to what is wanted, without waiting for it: makes what is missing,
    /// restarts it if what it was started with has changed.
    void start(WantedCluster wanted, Progress progress);

    /// Waits until the control plane answers.
    ///
    /// @throws HostFailure.NotReady with the end of its log, when it does not in time or keeps
    ///   failing
    RunningCluster awaitReady(WantedCluster wanted, Progress progress);

    /// One look, which changes nothing.
    ClusterState state(String name);

    /// Stops it, and what runs for its tenant on nodes of the host; its state and its objects stay.
    /// Returns when nothing of that runs. It holds until [#resume], or until it is started. To be
    /// called again after a failure; of a paused one it stops what is left.
    ///
    /// @param now when that is
    /// @throws HostFailure.Unusable if there is none, or its state would be lost
    PausedCluster pause(String name, Instant now, Progress progress);

    /// Starts what [#pause] has stopped, as it was, and waits until it answers; one that is not
    /// paused is only waited for.
    ///
    /// @throws HostFailure.Unusable if there is none, or somebody stopped it in another way
    RunningCluster resume(String name, Progress progress);

    /// What of it is not as wanted, in words, beyond whether it answers. Changes nothing.
    List<String> drift(WantedCluster wanted);

    /// What the control plane was last told to run with, as YAML; may hold secrets.
    String config(String name);

    /// The address of the container engine that this is, if it is one.
    default Optional<String> engine() {
        return Optional.empty();
    }

    /// Stops and removes it with all its data. Nothing happens if there is none.
    void remove(String name, Progress progress);
}
