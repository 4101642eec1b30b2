package io.mooring.nodes.aws;

import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.MachineType.Offering;
import io.mooring.nodes.Offers;
import io.mooring.nodes.Offers.Place;
import io.mooring.nodes.aws.AwsSettings.Purchase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/// The types of the settings as the rest of the world sees them: size, zones, prices, and what was
/// sold out a short time ago.
final class Types {

    private final Ec2Api api;
    private final Catalog catalog;
    private final Prices prices;
    private final Purchase purchase;
    private final Offers offers;

    Types(Ec2Api api, Catalog catalog, Prices prices, Purchase purchase, Offers offers) {
        this.api = api;
        this.catalog = catalog;
        this.prices = prices;
        this.purchase = purchase;
        this.offers = offers;
    }

    List<MachineType> all() {
        Map<String, InstanceTypeInfo> types = catalog.types();
        Map<String, Set<String>> zones = zones(types.keySet().stream().toList());
        Map<String, Map<String, Double>> spot =
                purchase.capacities().contains(Capacity.SPOT)
                        ? prices.spot(types.keySet().stream().toList())
                        : Map.of();
        return types.entrySet().stream()
                .map(type ->
                        machineType(
                                type.getKey(),
                                type.getValue(),
                                zones.getOrDefault(type.getKey(), Set.of()),
                                spot.getOrDefault(type.getKey(), Map.of())))
                .toList();
    }

    private MachineType machineType(
            String name, InstanceTypeInfo info, Set<String> zones, Map<String, Double> spot) {
        boolean lasting = purchase.capacities().contains(Capacity.ON_DEMAND);
        OptionalDouble onDemand = lasting ? prices.onDemand(name) : OptionalDouble.empty();
        var offerings = new ArrayList<Offering>();
        for (String zone : zones) {
            if (lasting) {
                offerings.add(offering(name, zone, Capacity.ON_DEMAND, onDemand));
            }
            Double price = spot.get(zone);
            if (price != null) {
                offerings.add(offering(name, zone, Capacity.SPOT, OptionalDouble.of(price)));
            }
        }
        String architecture = Catalog.architecture(Catalog.architectures(info));
        return new MachineType(
                name,
                architecture.equals("x86_64") ? "amd64" : architecture,
                info.vCpuInfo().defaultVCpus(),
                info.memoryInfo().sizeInMiB(),
                accelerators(info),
                offerings);
    }

    private Offering offering(String type, String zone, Capacity capacity, OptionalDouble price) {
        return new Offering(zone, capacity, price, !offers.isSoldOut(type, zone, capacity));
    }

    private static int accelerators(InstanceTypeInfo info) {
        return info.gpuInfo() == null
                ? 0
                : info.gpuInfo().gpus().stream().mapToInt(GpuDeviceInfo::count).sum();
    }

    private Map<String, Set<String>> zones(List<String> types) {
        var request =
                DescribeInstanceTypeOfferingsRequest.builder()
                        .locationType(LocationType.AVAILABILITY_ZONE)
                        .filters(Filter.builder().name("instance-type").values(types).build())
                        .build();
        List<InstanceTypeOffering> found =
                api.look(
                                "looking up the zones of " + types,
                                ec2 -> ec2.describeInstanceTypeOfferings(request))
                        .instanceTypeOfferings();
        Set<String> reached =
                catalog.subnets().stream().map(Place::zone).collect(Collectors.toSet());
        var zones = new TreeMap<String, Set<String>>();
        found.stream()
                .filter(it -> reached.contains("") || reached.contains(it.location()))
                .forEach(it ->
                        zones.computeIfAbsent(it.instanceTypeAsString(), _ -> new TreeSet<>())
                                .add(it.location()));
        return zones;
    }
}
