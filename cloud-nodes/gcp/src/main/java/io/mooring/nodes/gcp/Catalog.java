package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AggregatedListMachineTypesRequest;
import com.google.cloud.compute.v1.GetRegionRequest;
import com.google.cloud.compute.v1.MachineType;
import com.google.cloud.compute.v1.MachineTypeAggregatedList;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Offers.Place;
import io.mooring.nodes.Once;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the settings name, as Google knows it; asked once a provider, when first needed.
/// Thread-safe.
final class Catalog {

    private final Cloud cloud;
    private final GcpSettings settings;
    private final Once<List<String>> zones = new Once<>(this::readZones);
    private final Once<Map<String, Map<String, MachineType>>> types = new Once<>(this::readTypes);

    Catalog(Cloud cloud, GcpSettings settings) {
        this.cloud = cloud;
        this.settings = settings;
    }

    /// The zones of the settings, or those of the region.
    List<String> zones() {
        return zones.value();
    }

    /// The type in each zone that has it; Google does not have every type in every zone.
    Map<String, MachineType> zonesOf(String type) {
        return types.value().getOrDefault(type, Map.of());
    }

    /// What is tried for a machine, in that order.
    List<Offer> offers(MachineRequest request) {
        List<Place> places = zones().stream().map(it -> new Place(it, it)).toList();
        return Offers.of(
                        "making machine " + request.id(),
                        request,
                        settings.purchase().capacities(),
                        settings.machineTypes(),
                        places)
                .stream()
                .filter(it -> zonesOf(it.type()).containsKey(it.place().zone()))
                .toList();
    }

    private List<String> readZones() {
        List<String> given = settings.account().zones();
        if (!given.isEmpty()) {
            return given;
        }
        var request =
                GetRegionRequest.newBuilder()
                        .setProject(cloud.project())
                        .setRegion(settings.account().region())
                        .build();
        return cloud
                .look(
                        "looking up the zones of " + settings.account().region(),
                        it -> it.regions().getCallable().call(request))
                .getZonesList()
                .stream()
                .map(Names::last)
                .sorted()
                .toList();
    }

    private Map<String, Map<String, MachineType>> readTypes() {
        String attempt = "looking up the machine types " + settings.machineTypes();
        String filter =
                settings.machineTypes().stream()
                        .map(it -> "(name = \"" + it + "\")")
                        .collect(Collectors.joining(" OR "));
        var found = new TreeMap<String, Map<String, MachineType>>();
        cloud
                .pages(
                        attempt,
                        (google, token) ->
                                google.machineTypes()
                                        .aggregatedListCallable()
                                        .call(request(filter, token)),
                        MachineTypeAggregatedList::getNextPageToken)
                .stream()
                .flatMap(page -> page.getItemsMap().values().stream())
                .flatMap(scope -> scope.getMachineTypesList().stream())
                .filter(it -> zones().contains(Names.last(it.getZone())))
                .forEach(it ->
                        found.computeIfAbsent(it.getName(), _ -> new TreeMap<>())
                                .put(Names.last(it.getZone()), it));
        for (String type : settings.machineTypes()) {
            if (!found.containsKey(type)) {
                throw unknown(attempt, type);
            }
        }
        return found;
    }

    private AggregatedListMachineTypesRequest request(String filter, String token) {
        var request =
                AggregatedListMachineTypesRequest.newBuilder()
                        .setProject(cloud.project())
                        .setFilter(filter)
                        .setReturnPartialSuccess(true);
        return (token.isEmpty() ? request : request.setPageToken(token)).build();
    }

    private Refused unknown(String attempt, String type) {
        return new Refused(
                attempt,
                new Refusal.BadField(
                        Refusal.precise("machineTypes", type, settings.machineTypes()),
                        "is \"%s\", which Google has in none of %s".formatted(type, zones())));
    }
}
