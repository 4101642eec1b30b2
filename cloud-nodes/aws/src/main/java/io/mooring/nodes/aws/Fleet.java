package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Offers.Asked;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;

/// Gets one instance that may be any of several offers, by an instant fleet of one: EC2 takes the
/// first of them that it has, of spot instances one of those that it has most of, and says of each
/// that it has not got.
///
/// A fleet starts from a launch template, and user data are another one for each machine, so each
/// launch has a template of its own, which is there until it is known what came of it. Its id is
/// the client token: whoever finds the template of a launch that was cut off gives it a version
/// with new user data and asks again, and EC2 either makes the machine, or says that it has taken
/// the earlier launch. Then its machine is waited for, for some minutes, before another is made.
final class Fleet {

    private final Ec2Api api;
    private final Starts starts;
    private final Templates templates;
    private final Launch launch;
    private final Catalog catalog;

    Fleet(Ec2Api api, Starts starts, Templates templates, Launch launch, Catalog catalog) {
        this.api = api;
        this.starts = starts;
        this.templates = templates;
        this.launch = launch;
        this.catalog = catalog;
    }

    /// @param wanted all paid for in the same way
    /// @throws Refused for whatever reason but that none is to be had
    Asked<Launched> launch(MachineId id, String userData, List<Offer> wanted) {
        Optional<Asked<Launched>> asked = asked(id, userData, wanted);
        if (asked.isEmpty()) {
            asked = asked(id, userData, wanted);
        }
        return asked.orElseThrow(() ->
                new Refused(
                        "launching machine " + id,
                        new Refusal.Unreachable(
                                "EC2 has taken another launch of it meanwhile and shows no machine")));
    }

    /// Empty if EC2 took an earlier launch that came to nothing.
    private Optional<Asked<Launched>> asked(MachineId id, String userData, List<Offer> wanted) {
        Templates.Version template = template(id, userData, wanted.getFirst());
        Optional<Asked<Launched>> asked;
        try {
            asked = ask(id, template, wanted);
        } catch (Refused e) {
            if (isAnswer(e.refusal())) {
                forget(template.template());
            }
            throw e;
        }
        forget(template.template());
        return asked;
    }

    /// Whether EC2 has said what it did, so that nothing may come of an attempt before that one.
    private static boolean isAnswer(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Unreachable _, Refusal.Throttled _, Refusal.Busy _ -> false;
            case Refusal.NoCapacity _,
                    Refusal.BadField _,
                    Refusal.NotThere _,
                    Refusal.AlreadyThere _,
                    Refusal.Spent _ ->
                    true;
        };
    }

    private Templates.Version template(MachineId id, String userData, Offer first) {
        return templates.of(
                id,
                launch.template(id, first.type(), catalog.image(first.type()), userData),
                launch.tags());
    }

    /// What is not deleted now must not hide what came of the launch: it goes with the machine.
    private void forget(String template) {
        try {
            templates.delete(template);
        } catch (Refused _) {
            // as above
        }
    }

    private Optional<Asked<Launched>> ask(
            MachineId id, Templates.Version template, List<Offer> wanted) {
        var left = new ArrayList<>(wanted);
        var refused = new LinkedHashMap<Offer, String>();
        for (int round = 1; !left.isEmpty(); round++) {
            // not of the offers: those that another run asked for first may have been others
            String token = "mooring-" + template.template() + "-" + round;
            CreateFleetRequest request =
                    launch.fleet(id, template, left, catalog::image).toBuilder()
                            .clientToken(token)
                            .build();
            CreateFleetResponse made;
            try {
                made = api.launch("launching machine " + id, ec2 -> ec2.createFleet(request));
            } catch (Refused e) {
                if (!(e.refusal() instanceof Refusal.AlreadyThere)) {
                    throw e;
                }
                return starts.ofAccepted(id)
                        .map(it -> new Asked<>(starts.running(id, it.instanceId()), refused));
            }
            Map<Offer, String> soldOut = soldOut(made.errors(), left);
            refused.putAll(soldOut);
            CreateFleetInstance had = made.instances().stream().findFirst().orElse(null);
            if (had == null) {
                none(id, made.errors());
                String why = String.join("; ", new LinkedHashSet<>(soldOut.values()));
                left.forEach(it -> refused.putIfAbsent(it, why.isEmpty() ? "EC2 has none" : why));
                break;
            }
            try {
                Launched running = starts.running(id, had.instanceIds().getFirst());
                return Optional.of(new Asked<>(running, refused));
            } catch (Refused e) {
                Offer ended = offer(had.launchTemplateAndOverrides(), left);
                if (ended == null || !(e.refusal() instanceof Refusal.NoCapacity(String message))) {
                    throw e;
                }
                refused.put(ended, message);
            }
            left.removeAll(refused.keySet());
        }
        return Optional.of(new Asked<>(null, refused));
    }

    /// @throws Refused where something else than a lack of machines is why
    private static void none(MachineId id, List<CreateFleetError> errors) {
        for (CreateFleetError error : errors) {
            Refusal refusal = Meaning.of(error.errorCode(), error.errorMessage());
            if (!(refusal instanceof Refusal.NoCapacity)) {
                throw new Refused("launching machine " + id, refusal);
            }
        }
    }

    private static Map<Offer, String> soldOut(
            List<CreateFleetError> errors, Collection<Offer> asked) {
        var soldOut = new LinkedHashMap<Offer, String>();
        for (CreateFleetError error : errors) {
            Offer offer = offer(error.launchTemplateAndOverrides(), asked);
            if (offer != null
                    && Meaning.of(error.errorCode(), error.errorMessage())
                            instanceof Refusal.NoCapacity(String message)) {
                soldOut.put(offer, message);
            }
        }
        return soldOut;
    }

    private static @Nullable Offer offer(
            @Nullable LaunchTemplateAndOverridesResponse of, Collection<Offer> asked) {
        if (of == null || of.overrides() == null) {
            return null;
        }
        FleetLaunchTemplateOverrides told = of.overrides();
        return asked.stream()
                .filter(it -> it.type().equals(told.instanceTypeAsString()))
                .filter(it ->
                        it.place().id().isEmpty()
                                ? it.place().zone().isEmpty()
                                        || it.place().zone().equals(told.availabilityZone())
                                : it.place().id().equals(told.subnetId()))
                .findFirst()
                .orElse(null);
    }
}
