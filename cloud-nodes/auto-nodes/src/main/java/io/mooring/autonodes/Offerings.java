package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.nodes.Choice;
import io.mooring.nodes.MachineType.Capacity;
import java.util.List;

/// Zones and ways to pay, as providers name them and as Karpenter does.
final class Offerings {

    private static final String SPOT = "spot";
    private static final String ON_DEMAND = "on-demand";

    private Offerings() {}

    /// The name of the provider stands for the zone where it has none.
    static String zone(String provider, String zone) {
        return zone.isEmpty() ? provider : zone;
    }

    static String capacityType(Capacity capacity) {
        return switch (capacity) {
            case SPOT -> SPOT;
            case ON_DEMAND -> ON_DEMAND;
        };
    }

    /// What the claim's machine may be; whatever its provider has where what was ordered is not
    /// known any more.
    static List<Choice> choices(Claim claim) {
        return claim.spec().choices().stream()
                .filter(spec -> !spec.instanceType().isEmpty())
                .map(spec ->
                        new Choice(
                                spec.instanceType(),
                                spec.zone().equals(claim.provider()) ? "" : spec.zone(),
                                spec.capacityType().equals(SPOT)
                                        ? Capacity.SPOT
                                        : Capacity.ON_DEMAND))
                .toList();
    }

    static Outcome.Made made(String provider, Choice choice) {
        return new Outcome.Made(
                choice.type(), zone(provider, choice.zone()), capacityType(choice.capacity()));
    }
}
