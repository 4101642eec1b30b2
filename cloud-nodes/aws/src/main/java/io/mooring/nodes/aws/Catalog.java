package io.mooring.nodes.aws;

import io.mooring.nodes.Offers.Place;
import io.mooring.nodes.Once;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/// What the settings name, as EC2 knows it; asked once a provider, when first needed. Thread-safe.
final class Catalog {

    private final Ec2Api api;
    private final AwsSettings settings;
    private final Images images;
    private final Once<Map<String, InstanceTypeInfo>> types = new Once<>(this::describeTypes);
    private final Once<List<Place>> subnets = new Once<>(this::describeSubnets);

    Catalog(Ec2Api api, AwsSettings settings, Images images) {
        this.api = api;
        this.settings = settings;
        this.images = images;
    }

    /// The types of the settings, in their order.
    Map<String, InstanceTypeInfo> types() {
        return types.value();
    }

    /// The subnets of the settings: those named in their order, those found by tags with the most
    /// free addresses first.
    List<Place> subnets() {
        return subnets.value();
    }

    /// The image for that type: one that runs on its processor.
    Images.Image image(String type) {
        InstanceTypeInfo info = types().get(type);
        return images.of(architecture(info == null ? List.of() : architectures(info)), type);
    }

    static String architecture(List<ArchitectureType> supported) {
        return supported.contains(ArchitectureType.ARM64) ? "arm64" : "x86_64";
    }

    static List<ArchitectureType> architectures(InstanceTypeInfo info) {
        return info.processorInfo() == null
                ? List.of()
                : info.processorInfo().supportedArchitectures();
    }

    private Map<String, InstanceTypeInfo> describeTypes() {
        String attempt = "looking up the instance types " + settings.instanceTypes();
        var request =
                DescribeInstanceTypesRequest.builder()
                        .instanceTypesWithStrings(settings.instanceTypes())
                        .build();
        Map<String, InstanceTypeInfo> found =
                api
                        .look(attempt, ec2 -> ec2.describeInstanceTypes(request))
                        .instanceTypes()
                        .stream()
                        .collect(
                                Collectors.toMap(InstanceTypeInfo::instanceTypeAsString, it -> it));
        var inOrder = new LinkedHashMap<String, InstanceTypeInfo>();
        for (String type : settings.instanceTypes()) {
            InstanceTypeInfo info = found.get(type);
            if (info == null) {
                throw unknown(attempt, type);
            }
            inOrder.put(type, info);
        }
        return inOrder;
    }

    private Refused unknown(String attempt, String type) {
        return new Refused(
                attempt,
                new Refusal.BadField(
                        Refusal.precise("instanceTypes", type, settings.instanceTypes()),
                        "is \"" + type + "\", which EC2 does not know in this region"));
    }

    private List<Place> describeSubnets() {
        AwsSettings.Network network = settings.network();
        if (network.subnets().isEmpty() && network.subnetTags().isEmpty()) {
            return List.of(Place.ANY);
        }
        var request =
                network.subnets().isEmpty()
                        ? DescribeSubnetsRequest.builder().filters(filters(network)).build()
                        : DescribeSubnetsRequest.builder().subnetIds(network.subnets()).build();
        var found =
                new ArrayList<>(
                        api.look("looking up the subnets", ec2 -> ec2.describeSubnets(request))
                                .subnets());
        if (found.isEmpty()) {
            throw new Refused(
                    "looking up the subnets",
                    new Refusal.BadField("subnetTags", "match no subnet: " + network.subnetTags()));
        }
        found.sort(
                network.subnets().isEmpty()
                        ? Comparator.comparing(
                                        software.amazon.awssdk.services.ec2.model.Subnet
                                                ::availableIpAddressCount)
                                .reversed()
                                .thenComparing(
                                        software.amazon.awssdk.services.ec2.model.Subnet::subnetId)
                        : Comparator.comparingInt(it -> network.subnets().indexOf(it.subnetId())));
        return found.stream().map(it -> new Place(it.subnetId(), it.availabilityZone())).toList();
    }

    private static List<Filter> filters(AwsSettings.Network network) {
        return network.subnetTags().entrySet().stream()
                .map(tag ->
                        Filter.builder().name("tag:" + tag.getKey()).values(tag.getValue()).build())
                .toList();
    }
}
