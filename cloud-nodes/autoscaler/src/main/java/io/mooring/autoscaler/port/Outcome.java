package io.mooring.autoscaler.port;

import io.mooring.autoscaler.cluster.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// What became of a request, or what a provider says of its own accord.
public sealed interface Outcome {

    /// @param made which of its choices it became
    /// @param refused those of its choices that were not to be had
    record Launched(String claim, String providerId, Made made, Set<Made> refused)
            implements Outcome {
        public Launched {
            refused = Set.copyOf(refused);
        }
    }

    /// What a machine is.
    record Made(String instanceType, String zone, String capacityType) {

        public static Made as(Claim.Spec spec) {
            return new Made(spec.instanceType(), spec.zone(), spec.capacityType());
        }
    }

    /// Nothing was made, since none of its choices is to be had.
    record NoCapacity(String claim, String why) implements Outcome {}

    /// It may have been made or not.
    record LaunchFailed(String claim, String why) implements Outcome {}

    /// The provider has too much to do: the same is to be asked of it again, and not before.
    ///
    /// @param machine the name of its claim
    record Later(String machine, Duration pause, String why) implements Outcome {}

    /// There is no such machine, or no longer.
    record Gone(String machine) implements Outcome {}

    /// It is going; to be asked again.
    record Going(String machine) implements Outcome {}

    record TerminateFailed(String machine, String why) implements Outcome {}

    /// All machines that there were at some time after the request, by their claims' names.
    record Machines(String provider, Set<String> names) implements Outcome {
        public Machines {
            names = Set.copyOf(names);
        }
    }

    record ListFailed(String provider, String why) implements Outcome {}

    /// The provider takes the machine away; told again until the claim is seen to go.
    record Interrupted(String claim, Instant deadline, String why) implements Outcome {}
}
