package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.Accelerators;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.MachineType.Offering;
import io.mooring.nodes.Offers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The types of the settings as the rest of the world sees them: size, zones, prices, and what was
/// sold out a short time ago.
final class Types {

    private final Catalog catalog;
    private final GcpSettings settings;
    private final Prices prices;
    private final Offers offers;

    Types(Catalog catalog, GcpSettings settings, Prices prices, Offers offers) {
        this.catalog = catalog;
        this.settings = settings;
        this.prices = prices;
        this.offers = offers;
    }

    List<MachineType> all() {
        return settings.machineTypes().stream().map(this::type).toList();
    }

    private MachineType type(String name) {
        Map<String, com.google.cloud.compute.v1.MachineType> zones = catalog.zonesOf(name);
        com.google.cloud.compute.v1.MachineType known = zones.values().iterator().next();
        var offerings = new ArrayList<Offering>();
        for (String zone : zones.keySet()) {
            for (Capacity capacity : settings.purchase().capacities()) {
                offerings.add(
                        new Offering(
                                zone,
                                capacity,
                                prices.of(known, accelerators(known), capacity),
                                !offers.isSoldOut(name, zone, capacity)));
            }
        }
        return new MachineType(
                name,
                known.getArchitecture().equals("ARM64") ? "arm64" : "amd64",
                known.getGuestCpus(),
                known.getMemoryMb(),
                accelerators(known),
                offerings);
    }

    /// Those that the type has itself, and those that are attached to it.
    private int accelerators(com.google.cloud.compute.v1.MachineType type) {
        return type.getAcceleratorsList().stream()
                        .mapToInt(Accelerators::getGuestAcceleratorCount)
                        .sum()
                + settings.hardware().accelerators().stream()
                        .mapToInt(GcpSettings.Accelerator::count)
                        .sum();
    }
}
