package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// In which order types, subnets and ways to pay are tried, and which were sold out a short time
/// ago. Thread-safe.
final class Offers {

    private static final Duration MEMORY = Duration.ofMinutes(3);

    private final Pace pace;
    private final ConcurrentHashMap<Offer, Instant> soldOut = new ConcurrentHashMap<>();

    Offers(Pace pace) {
        this.pace = pace;
    }

    /// One way to get a machine.
    record Offer(String type, Subnet subnet, Capacity capacity) {

        @Override
        public String toString() {
            String where = subnet.zone().isEmpty() ? "any zone" : subnet.zone();
            return type + " " + (capacity == Capacity.SPOT ? "spot" : "on demand") + " in " + where;
        }
    }

    /// @param id empty for the one that EC2 chooses
    record Subnet(String id, String zone) {

        static final Subnet ANY = new Subnet("", "");
    }

    /// The first way to pay with all types before the next one, each type in all subnets before the
    /// next type. Machines of a pool begin with different subnets, so that they spread over zones.
    static List<Offer> inOrder(
            MachineId id, List<Capacity> capacities, List<String> types, List<Subnet> subnets) {
        var rotated = new ArrayList<>(subnets);
        Collections.rotate(rotated, -Math.floorMod(number(id.name()), Math.max(1, subnets.size())));
        var offers = new ArrayList<Offer>();
        for (Capacity capacity : capacities) {
            for (String type : types) {
                rotated.forEach(subnet -> offers.add(new Offer(type, subnet, capacity)));
            }
        }
        return offers;
    }

    /// The number at the end of a name in a pool: 2 of web-2.
    private static int number(String name) {
        String digits = name.substring(name.lastIndexOf('-') + 1);
        return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : name.hashCode();
    }

    void remember(Offer offer) {
        soldOut.put(offer, pace.now().plus(MEMORY));
    }

    boolean isSoldOut(Offer offer) {
        Instant until = soldOut.get(offer);
        return until != null && pace.now().isBefore(until);
    }

    boolean isSoldOut(String type, String zone, Capacity capacity) {
        return soldOut.keySet().stream()
                .filter(offer ->
                        offer.type().equals(type)
                                && offer.capacity() == capacity
                                && offer.subnet().zone().equals(zone))
                .anyMatch(this::isSoldOut);
    }
}
