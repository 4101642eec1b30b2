package io.mooring.nodes.gcp;

import com.google.cloud.compute.v1.AcceleratorConfig;
import com.google.cloud.compute.v1.AccessConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.AttachedDiskInitializeParams;
import com.google.cloud.compute.v1.CustomerEncryptionKey;
import com.google.cloud.compute.v1.InsertInstanceRequest;
import com.google.cloud.compute.v1.Instance;
import com.google.cloud.compute.v1.Metadata;
import com.google.cloud.compute.v1.NetworkInterface;
import com.google.cloud.compute.v1.ReservationAffinity;
import com.google.cloud.compute.v1.Scheduling;
import com.google.cloud.compute.v1.ServiceAccount;
import com.google.cloud.compute.v1.ShieldedInstanceConfig;
import com.google.cloud.compute.v1.Tags;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Offers.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Writes what makes a machine with its disks.
final class Launch {

    private final GcpSettings settings;
    private final Names names;
    private final Labels labels;

    Launch(GcpSettings settings, Names names, Labels labels) {
        this.settings = settings;
        this.names = names;
        this.labels = labels;
    }

    /// A request with an id of its own, by which Google knows it when it is made again. Never that
    /// of an earlier attempt: Google would answer with how that one ended.
    InsertInstanceRequest request(MachineId id, Offer offer, Metadata metadata) {
        return InsertInstanceRequest.newBuilder()
                .setProject(settings.account().project())
                .setZone(offer.place().zone())
                .setRequestId(UUID.randomUUID().toString())
                .setInstanceResource(instance(id, offer, metadata))
                .build();
    }

    private Instance instance(MachineId id, Offer offer, Metadata metadata) {
        String zone = "zones/" + offer.place().zone();
        var wanted =
                Instance.newBuilder()
                        .setName(names.machine(id))
                        .setMachineType(zone + "/machineTypes/" + offer.type())
                        .putAllLabels(labels.of(id, settings.labels()))
                        .setMetadata(metadata)
                        .addAllDisks(disks(id, zone))
                        .addNetworkInterfaces(networkInterface())
                        .setScheduling(scheduling(offer));
        GcpSettings.Network network = settings.network();
        if (!network.tags().isEmpty()) {
            wanted.setTags(Tags.newBuilder().addAllItems(network.tags()));
        }
        if (network.ipForwarding()) {
            wanted.setCanIpForward(true);
        }
        access(wanted);
        hardware(wanted, zone);
        reservation(wanted);
        return wanted.build();
    }

    private List<AttachedDisk> disks(MachineId id, String zone) {
        var disks = new ArrayList<AttachedDisk>();
        disks.add(disk(id, 0, settings.disks().boot(), zone, settings.image().reference()).build());
        for (GcpSettings.Disk given : settings.disks().data()) {
            disks.add(disk(id, disks.size(), given, zone, "").build());
        }
        return disks;
    }

    private AttachedDisk.Builder disk(
            MachineId id, int number, GcpSettings.Disk given, String zone, String image) {
        var made =
                AttachedDiskInitializeParams.newBuilder()
                        .setDiskName(names.disk(id, number))
                        .putAllLabels(labels.of(id, settings.labels()));
        if (!image.isEmpty()) {
            made.setSourceImage(image);
        }
        given.sizeGibibytes().ifPresent(made::setDiskSizeGb);
        if (!given.type().isEmpty()) {
            made.setDiskType(zone + "/diskTypes/" + given.type());
        }
        var disk =
                AttachedDisk.newBuilder()
                        .setBoot(number == 0)
                        .setAutoDelete(true)
                        .setInitializeParams(made);
        if (!given.kmsKey().isEmpty()) {
            disk.setDiskEncryptionKey(
                    CustomerEncryptionKey.newBuilder().setKmsKeyName(given.kmsKey()));
        }
        return disk;
    }

    private NetworkInterface networkInterface() {
        GcpSettings.Network network = settings.network();
        var card = NetworkInterface.newBuilder();
        if (!network.network().isEmpty()) {
            card.setNetwork(network.network());
        }
        if (!network.subnetwork().isEmpty()) {
            card.setSubnetwork(network.subnetwork());
        }
        if (network.publicIp()) {
            card.addAccessConfigs(
                    AccessConfig.newBuilder().setName("public").setType("ONE_TO_ONE_NAT"));
        }
        return card.build();
    }

    /// A machine that may be taken back is not started again by Google, and neither that nor one
    /// with accelerators can be moved to another host.
    private Scheduling scheduling(Offer offer) {
        boolean spot = offer.capacity() == Capacity.SPOT;
        var scheduling = Scheduling.newBuilder().setProvisioningModel(spot ? "SPOT" : "STANDARD");
        if (spot) {
            scheduling
                    .setAutomaticRestart(false)
                    .setInstanceTerminationAction(settings.purchase().evictionAction());
        }
        if (spot || !settings.hardware().accelerators().isEmpty()) {
            scheduling.setOnHostMaintenance("TERMINATE");
        }
        return scheduling.build();
    }

    private void access(Instance.Builder wanted) {
        GcpSettings.Access access = settings.access();
        if (!access.serviceAccount().isEmpty()) {
            wanted.addServiceAccounts(
                    ServiceAccount.newBuilder()
                            .setEmail(access.serviceAccount())
                            .addAllScopes(access.scopes()));
        }
    }

    private void hardware(Instance.Builder wanted, String zone) {
        GcpSettings.Hardware hardware = settings.hardware();
        for (GcpSettings.Accelerator accelerator : hardware.accelerators()) {
            wanted.addGuestAccelerators(
                    AcceleratorConfig.newBuilder()
                            .setAcceleratorType(zone + "/acceleratorTypes/" + accelerator.type())
                            .setAcceleratorCount(accelerator.count()));
        }
        if (!hardware.minCpuPlatform().isEmpty()) {
            wanted.setMinCpuPlatform(hardware.minCpuPlatform());
        }
        if (!hardware.placementPolicy().isEmpty()) {
            wanted.addResourcePolicies(hardware.placementPolicy());
        }
        hardware.secureBoot()
                .ifPresent(it ->
                        wanted.setShieldedInstanceConfig(
                                ShieldedInstanceConfig.newBuilder().setEnableSecureBoot(it)));
    }

    private void reservation(Instance.Builder wanted) {
        String reservation = settings.purchase().reservation();
        if (!reservation.isEmpty()) {
            wanted.setReservationAffinity(
                    ReservationAffinity.newBuilder()
                            .setConsumeReservationType("SPECIFIC_RESERVATION")
                            .setKey("compute.googleapis.com/reservation-name")
                            .addValues(reservation));
        }
    }
}
