package io.mooring.nodes.aws;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Offers.Place;
import io.mooring.nodes.aws.AwsSettings.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetOnDemandAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.SpotInstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/// Writes the call that makes a machine with all that belongs to it: the one of an offer, or those
/// of several at once.
final class Launch {

    private final AwsSettings settings;
    private final Tags tags;

    Launch(AwsSettings settings, Tags tags) {
        this.settings = settings;
        this.tags = tags;
    }

    RunInstancesRequest request(MachineId id, Offer offer, Images.Image image, String userData) {
        var request =
                RunInstancesRequest.builder()
                        .minCount(1)
                        .maxCount(1)
                        .imageId(image.id())
                        .instanceType(offer.type())
                        .userData(userData)
                        .blockDeviceMappings(devices(image))
                        .tagSpecifications(
                                tagged(ResourceType.INSTANCE, id),
                                tagged(ResourceType.VOLUME, id),
                                tagged(ResourceType.NETWORK_INTERFACE, id))
                        .metadataOptions(metadata ->
                                metadata.httpTokens(HttpTokensState.REQUIRED)
                                        .httpPutResponseHopLimit(settings.metadataHopLimit()));
        network(request, offer);
        access(request);
        if (offer.capacity() == Capacity.SPOT) {
            spot(request);
        }
        if (!settings.purchase().reservation().isEmpty()) {
            request.capacityReservationSpecification(specification ->
                    specification.capacityReservationTarget(target ->
                            target.capacityReservationId(settings.purchase().reservation())));
        }
        placement(request, offer);
        return request.build();
    }

    /// All of it that does not depend on which offer is had, for a fleet to start from.
    RequestLaunchTemplateData template(
            MachineId id, String type, Images.Image image, String userData) {
        RunInstancesRequest request =
                request(id, new Offer(type, Place.ANY, Capacity.ON_DEMAND), image, userData);
        return Members.copy(
                        request,
                        RequestLaunchTemplateData.builder(),
                        Set.of("MinCount", "MaxCount"))
                .build();
    }

    /// Asks for one instance that is any of these offers, the first of them most of all.
    ///
    /// @param template that it starts from
    /// @param wanted all paid for in the same way
    CreateFleetRequest fleet(
            MachineId id,
            Templates.Version template,
            List<Offer> wanted,
            Function<String, Images.Image> images) {
        var overrides = new ArrayList<FleetLaunchTemplateOverridesRequest>();
        for (Offer offer : wanted) {
            overrides.add(override(offer, images.apply(offer.type()), overrides.size()));
        }
        boolean spot = wanted.getFirst().capacity() == Capacity.SPOT;
        var request =
                CreateFleetRequest.builder()
                        .type(FleetType.INSTANT)
                        .launchTemplateConfigs(config ->
                                config.launchTemplateSpecification(it ->
                                                it.launchTemplateId(template.template())
                                                        .version(template.number()))
                                        .overrides(overrides))
                        .targetCapacitySpecification(target ->
                                target.totalTargetCapacity(1)
                                        .defaultTargetCapacityType(
                                                spot
                                                        ? DefaultTargetCapacityType.SPOT
                                                        : DefaultTargetCapacityType.ON_DEMAND))
                        .tagSpecifications(tagged(ResourceType.FLEET, id));
        return spot
                ? request.spotOptions(options ->
                                options.allocationStrategy(
                                                SpotAllocationStrategy
                                                        .CAPACITY_OPTIMIZED_PRIORITIZED)
                                        .instanceInterruptionBehavior(
                                                SpotInstanceInterruptionBehavior.TERMINATE))
                        .build()
                : request.onDemandOptions(options ->
                                options.allocationStrategy(
                                        FleetOnDemandAllocationStrategy.PRIORITIZED))
                        .build();
    }

    private FleetLaunchTemplateOverridesRequest override(
            Offer offer, Images.Image image, int number) {
        var disks =
                RunInstancesRequest.builder()
                        .imageId(image.id())
                        .instanceType(offer.type())
                        .blockDeviceMappings(devices(image))
                        .build();
        var override =
                Members.copy(disks, FleetLaunchTemplateOverridesRequest.builder(), Set.of())
                        .priority((double) number);
        if (!offer.place().id().isEmpty()) {
            override.subnetId(offer.place().id());
        } else if (!offer.place().zone().isEmpty()) {
            override.availabilityZone(offer.place().zone());
        }
        String price = settings.purchase().spotMaxPrice();
        if (offer.capacity() == Capacity.SPOT && !price.isEmpty()) {
            override.maxPrice(price);
        }
        return override.build();
    }

    /// Those that the settings give to all that belongs to a machine.
    Map<String, String> tags() {
        return settings.tags();
    }

    private TagSpecification tagged(ResourceType type, MachineId id) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(tags.of(id, settings.tags()))
                .build();
    }

    /// A public address can be asked for on an interface only, and an interface takes the subnet
    /// and the groups away from the instance.
    private void network(RunInstancesRequest.Builder request, Offer offer) {
        List<String> groups = settings.network().securityGroups();
        String subnet = offer.place().id();
        if (settings.network().publicIp().isPresent()) {
            boolean wanted = settings.network().publicIp().orElseThrow();
            request.networkInterfaces(card -> {
                card.deviceIndex(0).associatePublicIpAddress(wanted).deleteOnTermination(true);
                if (!groups.isEmpty()) {
                    card.groups(groups);
                }
                if (!subnet.isEmpty()) {
                    card.subnetId(subnet);
                }
            });
            return;
        }
        if (!groups.isEmpty()) {
            request.securityGroupIds(groups);
        }
        if (!subnet.isEmpty()) {
            request.subnetId(subnet);
        }
    }

    private void access(RunInstancesRequest.Builder request) {
        String profile = settings.access().instanceProfile();
        if (profile.startsWith("arn:")) {
            request.iamInstanceProfile(it -> it.arn(profile));
        } else if (!profile.isEmpty()) {
            request.iamInstanceProfile(it -> it.name(profile));
        }
        if (!settings.access().keyName().isEmpty()) {
            request.keyName(settings.access().keyName());
        }
    }

    private void spot(RunInstancesRequest.Builder request) {
        String price = settings.purchase().spotMaxPrice();
        request.instanceMarketOptions(market ->
                market.marketType(MarketType.SPOT)
                        .spotOptions(options -> {
                            options.spotInstanceType(SpotInstanceType.ONE_TIME)
                                    .instanceInterruptionBehavior(
                                            InstanceInterruptionBehavior.TERMINATE);
                            if (!price.isEmpty()) {
                                options.maxPrice(price);
                            }
                        }));
    }

    /// A zone is named only where no subnet says it.
    private void placement(RunInstancesRequest.Builder request, Offer offer) {
        AwsSettings.Placement wanted = settings.placement();
        String zone = offer.place().id().isEmpty() ? offer.place().zone() : "";
        if (wanted.group().isEmpty() && wanted.tenancy().isEmpty() && zone.isEmpty()) {
            return;
        }
        request.placement(placement -> {
            if (!zone.isEmpty()) {
                placement.availabilityZone(zone);
            }
            if (!wanted.group().isEmpty()) {
                placement.groupName(wanted.group());
            }
            if (!wanted.tenancy().isEmpty()) {
                placement.tenancy(wanted.tenancy());
            }
            wanted.partition().ifPresent(placement::partitionNumber);
        });
    }

    private List<BlockDeviceMapping> devices(Images.Image image) {
        var devices = new ArrayList<BlockDeviceMapping>();
        Volume root = settings.rootVolume();
        OptionalInt size = root.sizeGibibytes();
        devices.add(
                device(image.rootDevice(), root, size.isPresent() ? size : image.rootGibibytes()));
        settings.volumes().forEach(it -> devices.add(device(it.device(), it, it.sizeGibibytes())));
        return devices;
    }

    private static BlockDeviceMapping device(String name, Volume volume, OptionalInt size) {
        var disk =
                EbsBlockDevice.builder()
                        .deleteOnTermination(true)
                        .volumeType(volume.type())
                        .encrypted(volume.encrypted());
        size.ifPresent(disk::volumeSize);
        volume.iops().ifPresent(disk::iops);
        volume.throughput().ifPresent(disk::throughput);
        if (!volume.kmsKey().isEmpty()) {
            disk.kmsKeyId(volume.kmsKey());
        }
        return BlockDeviceMapping.builder().deviceName(name).ebs(disk.build()).build();
    }
}
