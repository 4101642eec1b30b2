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
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateAndOverridesResponse;

/// Gets one instance that may be any of several offers, by an instant fleet of one: EC2 takes the
/// first of them that it has, of spot instances one of those that it has most of, and says of each
/// that it has not got.
///
/// A fleet starts from a launch template, and user data are another one for each machine, so each
/// launch has a template of its own. It is deleted only once the instance is seen, so that a launch
/// that comes after a crash, and does not see the instance yet, finds the template.
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
        String template;
        try {
            template = template(id, userData, wanted.getFirst());
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.AlreadyThere)) {
                throw e;
            }
            Optional<Instance> earlier = starts.ofEarlier(id, Instances::isAlive);
            templates.remove(id);
            if (earlier.isPresent()) {
                return new Asked<>(starts.running(id, earlier.get().instanceId()), Map.of());
            }
            template = template(id, userData, wanted.getFirst());
        }
        Asked<Launched> asked;
        try {
            asked = ask(id, template, wanted);
        } catch (Refused e) {
            if (!(e.refusal() instanceof Refusal.Unreachable)) {
                forget(template);
            }
            throw e;
        }
        forget(template);
        return asked;
    }

    private String template(MachineId id, String userData, Offer first) {
        return templates.create(
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

    private Asked<Launched> ask(MachineId id, String template, List<Offer> wanted) {
        var left = new ArrayList<>(wanted);
        var refused = new LinkedHashMap<Offer, String>();
        while (!left.isEmpty()) {
            CreateFleetRequest request =
                    launch.fleet(id, template, left, catalog::image).toBuilder()
                            .clientToken("mooring-" + template + "-" + left.size())
                            .build();
            CreateFleetResponse made =
                    api.launch("launching machine " + id, ec2 -> ec2.createFleet(request));
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
                return new Asked<>(running, refused);
            } catch (Refused e) {
                Offer ended = offer(had.launchTemplateAndOverrides(), left);
                if (ended == null || !(e.refusal() instanceof Refusal.NoCapacity(String message))) {
                    throw e;
                }
                refused.put(ended, message);
            }
            left.removeAll(refused.keySet());
        }
        return new Asked<>(null, refused);
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
