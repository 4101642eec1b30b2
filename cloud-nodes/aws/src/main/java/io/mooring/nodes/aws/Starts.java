package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/// Waits for instances that were launched: EC2 may not show them at once, and some launches are
/// accepted and fail afterwards.
final class Starts {

    private static final Duration SEEN_LIMIT = Duration.ofSeconds(60);

    /// As long as AWS says that what was changed may not be seen everywhere.
    private static final Duration ACCEPTED_LIMIT = Duration.ofMinutes(5);

    private static final Duration RUNNING_LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RARE_LOOK = Duration.ofSeconds(3);

    private final Pace pace;
    private final Instances instances;

    Starts(Pace pace, Instances instances) {
        this.pace = pace;
        this.instances = instances;
    }

    /// The instance that an earlier launch made, if it lives; empty when none comes to light, as
    /// when that launch failed after all.
    Optional<Instance> ofEarlier(MachineId id, Predicate<Instance> which) {
        return ofEarlier(id, which, SEEN_LIMIT, LOOK);
    }

    /// The instance of an earlier launch that EC2 is known to have accepted; empty when none comes
    /// to light, as when nothing was to be had.
    Optional<Instance> ofAccepted(MachineId id) {
        return ofEarlier(id, Instances::isAlive, ACCEPTED_LIMIT, RARE_LOOK);
    }

    private Optional<Instance> ofEarlier(
            MachineId id, Predicate<Instance> which, Duration patience, Duration look) {
        Instant end = pace.now().plus(patience);
        while (true) {
            Optional<Instance> seen = instances.of(id).stream().filter(which).findFirst();
            if (seen.isPresent() || pace.now().isAfter(end)) {
                return seen.filter(Instances::isAlive);
            }
            pace.pause(look);
        }
    }

    /// The instance once it has started.
    ///
    /// @throws Refused if it ends instead, with [Refusal.NoCapacity] where that is why
    Launched running(MachineId id, String instance) {
        String attempt = "launching machine " + id;
        Instant end = pace.now().plus(RUNNING_LIMIT);
        while (true) {
            List<Instance> all = instances.of(id);
            Optional<Instance> seen =
                    all.stream().filter(it -> it.instanceId().equals(instance)).findFirst();
            if (seen.isPresent() && !Instances.isAlive(seen.get())) {
                throw new Refused(attempt, failedLaunch(seen.get()));
            }
            if (seen.isPresent() && Instances.state(seen.get()) != InstanceStateName.PENDING) {
                return new Launched(seen.get(), all.stream().filter(Instances::isAlive).toList());
            }
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        attempt,
                        new Refusal.Unreachable(
                                "instance %s is still pending after %d s"
                                        .formatted(instance, RUNNING_LIMIT.toSeconds())));
            }
            pace.pause(LOOK);
        }
    }

    private static Refusal failedLaunch(Instance instance) {
        String reason = Instances.reason(instance);
        String text = "instance " + instance.instanceId() + " ended at once: " + reason;
        boolean soldOut =
                reason.contains("InsufficientInstanceCapacity") || reason.contains("Spot");
        if (soldOut) {
            return new Refusal.NoCapacity(text);
        }
        String field =
                reason.contains("KMS") || reason.contains("Volume") || reason.contains("Snapshot")
                        ? "rootVolume"
                        : "";
        return new Refusal.BadField(field, text);
    }
}
