package io.mooring.autoscaler.port;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.Taint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something to be done. Every action may fail or be lost: what still needs doing is asked for
/// again by a later step, and doing it twice does no harm.
public sealed interface Action {

    /// A write to the API server; done in the order given, before the next step.
    sealed interface Write extends Action {}

    record CreateClaim(Claim claim) implements Write {}

    /// Status and command of the claim become these, and what it is once its launch has settled
    /// that.
    record UpdateClaim(Claim claim) implements Write {}

    /// Asks the claim to go; it stays until [RemoveClaim].
    record DeleteClaim(String claim, Reason reason, @Nullable Instant terminateBy)
            implements Write {}

    /// Lets go of a claim whose machine is gone.
    record RemoveClaim(String claim) implements Write {}

    /// Labels and taints of the node become these.
    record MarkNode(String node, SortedMap<String, String> labels, List<Taint> taints)
            implements Write {
        public MarkNode {
            labels = new TreeMap<>(labels);
            taints = List.copyOf(taints);
        }
    }

    record RemoveNode(String node) implements Write {}

    /// By the eviction API, which refuses where a PodDisruptionBudget does.
    record Evict(String pod) implements Write {}

    /// Deletes the pod whatever protects it.
    record Kill(String pod, Duration grace) implements Write {}

    /// Shows what the pool would do, for approval; what was approved before is out of date.
    ///
    /// @param text empty: there is nothing to be approved
    record TellPlan(String pool, String text) implements Write {}

    /// Says that the approved plan of this number has been carried out, after all that it took.
    record ClosePlan(String pool, String id) implements Write {}

    /// An event on an object, in plain words.
    record Say(String kind, String object, String reason, String text) implements Write {}

    /// A request to a provider, whose outcome comes later. There is at most one under way for each
    /// machine.
    sealed interface Request extends Action {
        String provider();
    }

    /// Makes the machine of the claim, or finds it made: it is known by the claim's name.
    record Launch(Claim claim) implements Request {
        @Override
        public String provider() {
            return claim.provider();
        }
    }

    /// @param machine the name of the claim that it was made for
    record Terminate(String provider, String machine) implements Request {}

    record ListMachines(String provider) implements Request {}
}
