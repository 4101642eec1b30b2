package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Finite inventories: reservations by their id, other counted offerings each for itself.
final class Inventory {

    /// @param type -1 for a reservation
    private record Name(int type, String of, String capacityType) {}

    private final Map<Name, Integer> places = new HashMap<>();
    private final Map<InstanceType, Integer> types = new IdentityHashMap<>();
    private final List<Long> counts = new ArrayList<>();

    /// Where the offering's count is kept, -1 where it has none. Of different counts of one
    /// reservation the smallest holds.
    int place(InstanceType type, Offering offering) {
        if (offering.count() == Offering.UNLIMITED) {
            return -1;
        }
        var name =
                offering.reservation().isEmpty()
                        ? new Name(number(type), offering.zone(), offering.capacityType())
                        : new Name(-1, offering.reservation(), "");
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

    /// Types of different providers may bear the same name.
    private int number(InstanceType type) {
        return types.computeIfAbsent(type, _ -> types.size());
    }

    long[] counts() {
        return counts.stream().mapToLong(Long::longValue).toArray();
    }
}
