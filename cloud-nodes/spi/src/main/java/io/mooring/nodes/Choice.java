package io.mooring.nodes;

/// One kind of machine to be had in one place in one way: what an [MachineType.Offering] of a
/// [MachineType] sells.
///
/// @param zone as the offering names it; empty where there are no zones
public record Choice(String type, String zone, MachineType.Capacity capacity) {

    @Override
    public String toString() {
        String where = zone.isEmpty() ? "any zone" : zone;
        return type
                + (capacity == MachineType.Capacity.SPOT ? " spot in " : " on demand in ")
                + where;
    }
}
