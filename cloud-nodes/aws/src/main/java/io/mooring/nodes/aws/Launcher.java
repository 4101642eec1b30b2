package io.mooring.nodes.aws;

import io.mooring.nodes.Digest;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;

import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gets an instance, whatever it takes of types, subnets and ways to pay.
///
/// A repeated launch must find what an earlier one made, though EC2 may not show it yet. So the
/// client token is made of owner, cluster, machine and a number alone: with the same user data EC2
/// answers with the same instance, with other user data it says that the token is taken, and we
/// wait until the instance is shown. A token whose instance is terminated is spent; then the next
/// number is taken, the same one in each run.
final class Launcher {

    private static final Duration SEEN_LIMIT = Duration.ofSeconds(60);
    private static final Duration RUNNING_LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int MOST_TOKENS = 200;
    private static final int DIGEST_BYTES = 20;

    private final Ec2Api api;
    private final Pace pace;
    private final Instances instances;
    private final Catalog catalog;
    private final Launch launch;
    private final Offers offers;
    private final Owner owner;

    Launcher(
            Ec2Api api,
            Pace pace,
            Instances instances,
            Catalog catalog,
            Launch launch,
            Offers offers,
            Owner owner) {
        this.api = api;
        this.pace = pace;
        this.instances = instances;
        this.catalog = catalog;
        this.launch = launch;
        this.offers = offers;
        this.owner = owner;
    }

    /// A running instance for the machine.
    ///
    /// @param spent tokens of instances that are known to be terminated; more are added
    /// @throws Refused with [Refusal.NoCapacity] when none of the offers could be had
    Instance launch(MachineId id, String userData, List<Offer> wanted, Set<String> spent) {
        return offers.first(
                "launching machine " + id,
                wanted,
                offer -> {
                    RunInstancesRequest request =
                            launch.request(id, offer, catalog.image(offer.type()), userData);
                    return running(id, run(id, request, spent));
                });
    }

    private Instance run(MachineId id, RunInstancesRequest request, Set<String> spent) {
        String attempt = "launching machine " + id;
        for (int number = 0; number < MOST_TOKENS; number++) {
            String token = token(id, number);
            if (spent.contains(token)) {
                continue;
            }
            try {
                var withToken = request.toBuilder().clientToken(token).build();
                Instance made =
                        api.launch(attempt, ec2 -> ec2.runInstances(withToken))
                                .instances()
                                .getFirst();
                if (Instances.isAlive(made)) {
                    return made;
                }
            } catch (Refused e) {
                Optional<Instance> taken =
                        switch (e.refusal()) {
                            case Refusal.AlreadyThere _ -> awaitSeen(id, token);
                            case Refusal.Spent _ -> Optional.empty();
                            default -> throw e;
                        };
                if (taken.isPresent()) {
                    return taken.get();
                }
            }
            spent.add(token);
        }
        throw new Refused(
                attempt, new Refusal.BadField("", "its name was used too often; take another"));
    }

    private String token(MachineId id, int number) {
        return "mooring-" + Digest.hex(DIGEST_BYTES, owner, id, "" + number);
    }

    /// The instance that an earlier launch made with that token; empty when none comes to light, as
    /// when that launch failed after all.
    private Optional<Instance> awaitSeen(MachineId id, String token) {
        Instant end = pace.now().plus(SEEN_LIMIT);
        while (true) {
            Optional<Instance> seen =
                    instances.of(id).stream()
                            .filter(it -> token.equals(it.clientToken()))
                            .findFirst();
            if (seen.isPresent() || pace.now().isAfter(end)) {
                return seen.filter(Instances::isAlive);
            }
            pace.pause(LOOK);
        }
    }

    /// Waits until the instance has started: some launches are accepted and fail afterwards.
    private Instance running(MachineId id, Instance made) {
        String attempt = "launching machine " + id;
        Instance last = made;
        Instant end = pace.now().plus(RUNNING_LIMIT);
        while (true) {
            last = instances.marked(id, made.instanceId()).orElse(last);
            if (!Instances.isAlive(last)) {
                throw new Refused(attempt, failedLaunch(last));
            }
            if (Instances.state(last) != InstanceStateName.PENDING) {
                return last;
            }
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        attempt,
                        new Refusal.Unreachable(
                                "instance %s is still pending after %d s"
                                        .formatted(made.instanceId(), RUNNING_LIMIT.toSeconds())));
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
