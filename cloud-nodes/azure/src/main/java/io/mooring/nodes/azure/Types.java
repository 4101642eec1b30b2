package io.mooring.nodes.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictions;
import com.azure.resourcemanager.compute.models.ResourceSkuRestrictionsType;
import io.mooring.nodes.Calls;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.MachineType.Offering;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Place;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sizes of the settings as the rest of the world sees them: what they hold, zones, prices, and
/// what was sold out a short time ago.
final class Types {

    private static final int MEBIBYTES = 1024;

    private final Azure azure;
    private final Calls calls;
    private final AzureSettings settings;
    private final Prices prices;
    private final Offers offers;

    Types(Azure azure, Calls calls, AzureSettings settings, Prices prices, Offers offers) {
        this.azure = azure;
        this.calls = calls;
        this.settings = settings;
        this.prices = prices;
        this.offers = offers;
    }

    List<MachineType> all() {
        String location = settings.account().location();
        String attempt = "looking up the sizes " + settings.vmSizes();
        String filter = "location eq '" + location + "'";
        Map<String, ResourceSkuInner> known =
                calls
                        .repeated(
                                Lanes.READS,
                                attempt,
                                () ->
                                        azure
                                                .compute()
                                                .getResourceSkus()
                                                .list(filter, null, Context.NONE)
                                                .stream()
                                                .filter(it ->
                                                        "virtualMachines".equals(it.resourceType()))
                                                .toList())
                        .stream()
                        .collect(Collectors.toMap(ResourceSkuInner::name, it -> it, (a, _) -> a));
        return settings.vmSizes().stream()
                .map(size -> {
                    ResourceSkuInner sku = known.get(size);
                    if (sku == null) {
                        throw new Refused(
                                attempt,
                                new Refusal.BadField(
                                        Refusal.precise("vmSizes", size, settings.vmSizes()),
                                        "is \"%s\", which Azure does not know in %s"
                                                .formatted(size, location)));
                    }
                    return type(sku);
                })
                .toList();
    }

    private MachineType type(ResourceSkuInner sku) {
        Map<Capacity, Double> cost = prices.of(sku.name());
        var offerings = new ArrayList<Offering>();
        for (Place place : places(settings)) {
            for (Capacity capacity : capacities(sku)) {
                offerings.add(
                        new Offering(
                                place.zone(),
                                capacity,
                                Prices.optional(cost.get(capacity)),
                                isAllowed(sku, place.id())
                                        && !offers.isSoldOut(sku.name(), place.zone(), capacity)));
            }
        }
        return new MachineType(
                sku.name(),
                capability(sku, "CpuArchitectureType").equals("Arm64") ? "arm64" : "amd64",
                (int) number(sku, "vCPUs"),
                Math.round(number(sku, "MemoryGB") * MEBIBYTES),
                (int) number(sku, "GPUs"),
                offerings);
    }

    /// The zones of the settings, or the region as a whole.
    static List<Place> places(AzureSettings settings) {
        List<String> zones = settings.placement().zones();
        return zones.isEmpty()
                ? List.of(Place.ANY)
                : zones.stream()
                        .map(zone -> new Place(zone, settings.account().location() + "-" + zone))
                        .toList();
    }

    private List<Capacity> capacities(ResourceSkuInner sku) {
        boolean spot = capability(sku, "LowPriorityCapable").equals("True");
        return settings.purchase().capacities().stream()
                .filter(it -> spot || it == Capacity.ON_DEMAND)
                .toList();
    }

    /// Whether this subscription may have it there, and it is there at all.
    private static boolean isAllowed(ResourceSkuInner sku, String zone) {
        boolean offered =
                zone.isEmpty()
                        || Stream.ofNullable(sku.locationInfo())
                                .flatMap(List::stream)
                                .flatMap(it -> Stream.ofNullable(it.zones()).flatMap(List::stream))
                                .anyMatch(zone::equals);
        return offered
                && Stream.ofNullable(sku.restrictions())
                        .flatMap(List::stream)
                        .noneMatch(it -> forbids(it, zone));
    }

    private static boolean forbids(ResourceSkuRestrictions restriction, String zone) {
        if (restriction.type() == ResourceSkuRestrictionsType.LOCATION) {
            return true;
        }
        return restriction.restrictionInfo() != null
                && restriction.restrictionInfo().zones() != null
                && restriction.restrictionInfo().zones().contains(zone);
    }

    private static double number(ResourceSkuInner sku, String name) {
        String value = capability(sku, name);
        return value.isEmpty() ? 0 : Double.parseDouble(value);
    }

    private static String capability(ResourceSkuInner sku, String name) {
        return Stream.ofNullable(sku.capabilities())
                .flatMap(List::stream)
                .filter(it -> name.equals(it.name()) && it.value() != null)
                .map(it -> it.value())
                .findFirst()
                .orElse("");
    }
}
