package io.mooring.nodes.aws;

import io.mooring.nodes.Digest;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Offers.Taken;
import io.mooring.nodes.Owner;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/// Gets an instance, whatever it takes of types, subnets and ways to pay.
///
/// A repeated launch must find what an earlier one made, though EC2 may not show it yet. So the
/// client token is made of owner, cluster, machine and a number alone: with the same user data EC2
/// answers with the same instance, with other user data it says that the token is taken, and we
/// wait until the instance is shown. A token whose instance is terminated is spent; then the next
/// number is taken, the same one in each run.
final class Launcher {

    private static final int MOST_TOKENS = 200;
    private static final int DIGEST_BYTES = 20;

    private final Ec2Api api;
    private final Starts starts;
    private final Catalog catalog;
    private final Launch launch;
    private final Fleet fleet;
    private final Offers offers;
    private final Owner owner;

    Launcher(
            Ec2Api api,
            Starts starts,
            Catalog catalog,
            Launch launch,
            Fleet fleet,
            Offers offers,
            Owner owner) {
        this.api = api;
        this.starts = starts;
        this.catalog = catalog;
        this.launch = launch;
        this.fleet = fleet;
        this.offers = offers;
        this.owner = owner;
    }

    /// A running instance for the machine: one after the other of the offers is asked for, or,
    /// where several choices are asked for, those together that are paid for in the same way. Then
    /// it is a fleet also where one is left: of two ways to ask neither would find the other's.
    ///
    /// @param spent tokens of instances that are known to be terminated; more are added
    /// @throws Refused with [Refusal.NoCapacity] when none of the offers could be had
    Taken<Launched> launch(
            MachineRequest request, String userData, List<Offer> wanted, Set<String> spent) {
        MachineId id = request.id();
        String attempt = "launching machine " + id;
        Function<Offer, Launched> alone =
                offer -> {
                    RunInstancesRequest run =
                            launch.request(id, offer, catalog.image(offer.type()), userData);
                    return starts.running(id, run(id, run, spent).instanceId());
                };
        return request.choices().size() > 1
                ? offers.any(attempt, wanted, some -> fleet.launch(id, userData, some))
                : offers.first(attempt, wanted, alone);
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
                            case Refusal.AlreadyThere _ ->
                                    starts.ofEarlier(id, it -> token.equals(it.clientToken()));
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
}
