package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finite inventories: reservations by their id, other counted offerings each for itself.
final class Inventory {

    private final Map<String, Integer> places = new HashMap<>();
    private final List<Long> counts = new ArrayList<>();

    /// Where the offering's count is kept, -1 where it has none. Of different counts of one
    /// reservation the smallest holds.
    int place(InstanceType type, Offering offering) {
        if (offering.count() == Offering.UNLIMITED) {
            return -1;
        }
        String own = String.join("\0", type.name(), offering.zone(), offering.capacityType());
        String name = offering.reservation().isEmpty() ? own : "\0" + offering.reservation();
        Integer place = places.get(name);
        if (place == null) {
            place = counts.size();
            places.put(name, place);
            counts.add(offering.count());
        } else {
            counts.set(place, Math.min(counts.get(place), offering.count()));
        }
        return place;
    }

    long[] counts() {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }
}
