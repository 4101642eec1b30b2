package io.mooring.nodes.azure;

import com.azure.core.management.SubResource;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.models.BillingProfile;
import com.azure.resourcemanager.compute.models.BootDiagnostics;
import com.azure.resourcemanager.compute.models.CachingTypes;
import com.azure.resourcemanager.compute.models.DeleteOptions;
import com.azure.resourcemanager.compute.models.DiagnosticsProfile;
import com.azure.resourcemanager.compute.models.DiffDiskOptions;
import com.azure.resourcemanager.compute.models.DiffDiskSettings;
import com.azure.resourcemanager.compute.models.DiskCreateOptionTypes;
import com.azure.resourcemanager.compute.models.DiskDeleteOptionTypes;
import com.azure.resourcemanager.compute.models.DiskEncryptionSetParameters;
import com.azure.resourcemanager.compute.models.HardwareProfile;
import com.azure.resourcemanager.compute.models.ImageReference;
import com.azure.resourcemanager.compute.models.LinuxConfiguration;
import com.azure.resourcemanager.compute.models.ManagedDiskParameters;
import com.azure.resourcemanager.compute.models.NetworkInterfaceReference;
import com.azure.resourcemanager.compute.models.NetworkProfile;
import com.azure.resourcemanager.compute.models.OSDisk;
import com.azure.resourcemanager.compute.models.OSProfile;
import com.azure.resourcemanager.compute.models.Plan;
import com.azure.resourcemanager.compute.models.ResourceIdentityType;
import com.azure.resourcemanager.compute.models.SecurityProfile;
import com.azure.resourcemanager.compute.models.SshConfiguration;
import com.azure.resourcemanager.compute.models.SshPublicKey;
import com.azure.resourcemanager.compute.models.StorageAccountTypes;
import com.azure.resourcemanager.compute.models.StorageProfile;
import com.azure.resourcemanager.compute.models.VirtualMachineEvictionPolicyTypes;
import com.azure.resourcemanager.compute.models.VirtualMachineIdentity;
import com.azure.resourcemanager.compute.models.VirtualMachineIdentityUserAssignedIdentities;
import com.azure.resourcemanager.compute.models.VirtualMachinePriorityTypes;
import com.azure.resourcemanager.compute.models.VirtualMachineSizeTypes;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceInner;
import com.azure.resourcemanager.network.fluent.models.NetworkInterfaceIpConfigurationInner;
import com.azure.resourcemanager.network.fluent.models.NetworkSecurityGroupInner;
import com.azure.resourcemanager.network.fluent.models.SubnetInner;
import com.azure.resourcemanager.network.models.IpAllocationMethod;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Offers.Offer;
import io.mooring.nodes.Pace;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.azure.AzureSettings.ImageChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes what makes a machine with all that belongs to it.
final class Launch {

    private final AzureSettings settings;
    private final Names names;
    private final Tags tags;
    private final Pace pace;

    Launch(AzureSettings settings, Names names, Tags tags, Pace pace) {
        this.settings = settings;
        this.names = names;
        this.tags = tags;
        this.pace = pace;
    }

    NetworkInterfaceInner networkInterface(MachineId id) {
        AzureSettings.Network network = settings.network();
        var wanted =
                new NetworkInterfaceInner()
                        .withLocation(settings.account().location())
                        .withTags(marks(id))
                        .withIpConfigurations(
                                List.of(
                                        new NetworkInterfaceIpConfigurationInner()
                                                .withName("primary")
                                                .withPrivateIpAllocationMethod(
                                                        IpAllocationMethod.DYNAMIC)
                                                .withSubnet(
                                                        new SubnetInner()
                                                                .withId(network.subnet()))));
        network.accelerated().ifPresent(wanted::withEnableAcceleratedNetworking);
        if (!network.securityGroup().isEmpty()) {
            wanted.withNetworkSecurityGroup(
                    new NetworkSecurityGroupInner().withId(network.securityGroup()));
        }
        return wanted;
    }

    VirtualMachineInner machine(MachineId id, Offer offer, SecretText customData) {
        var wanted =
                new VirtualMachineInner()
                        .withLocation(settings.account().location())
                        .withTags(marks(id))
                        .withHardwareProfile(
                                new HardwareProfile()
                                        .withVmSize(
                                                VirtualMachineSizeTypes.fromString(offer.type())))
                        .withStorageProfile(
                                new StorageProfile()
                                        .withImageReference(image())
                                        .withOsDisk(disk(id)))
                        .withOsProfile(login(id, customData))
                        .withNetworkProfile(
                                new NetworkProfile()
                                        .withNetworkInterfaces(
                                                List.of(
                                                        new NetworkInterfaceReference()
                                                                .withId(
                                                                        names.networkInterfaceId(
                                                                                id))
                                                                .withPrimary(true)
                                                                .withDeleteOption(
                                                                        DeleteOptions.DELETE))))
                        // What the console says is the only witness of a machine that does not
                        // join.
                        .withDiagnosticsProfile(
                                new DiagnosticsProfile()
                                        .withBootDiagnostics(
                                                new BootDiagnostics().withEnabled(true)));
        if (!offer.place().id().isEmpty()) {
            wanted.withZones(List.of(offer.place().id()));
        }
        if (offer.capacity() == Capacity.SPOT) {
            spot(wanted);
        }
        placement(wanted);
        identity(wanted);
        settings.image()
                .plan()
                .ifPresent(plan ->
                        wanted.withPlan(
                                new Plan()
                                        .withName(plan.name())
                                        .withProduct(plan.product())
                                        .withPublisher(plan.publisher())));
        return wanted;
    }

    private Map<String, String> marks(MachineId id) {
        return tags.of(id, settings.tags(), pace.now());
    }

    private ImageReference image() {
        return switch (settings.image().choice()) {
            case ImageChoice.ByName(String publisher, String offer, String sku, String version) ->
                    new ImageReference()
                            .withPublisher(publisher)
                            .withOffer(offer)
                            .withSku(sku)
                            .withVersion(version);
            case ImageChoice.ById(String id) when id.startsWith("/CommunityGalleries/") ->
                    new ImageReference().withCommunityGalleryImageId(id);
            case ImageChoice.ById(String id) when id.startsWith("/SharedGalleries/") ->
                    new ImageReference().withSharedGalleryImageId(id);
            case ImageChoice.ById(String id) -> new ImageReference().withId(id);
        };
    }

    private OSDisk disk(MachineId id) {
        AzureSettings.OsDisk given = settings.osDisk();
        var disk =
                new OSDisk()
                        .withName(names.disk(id))
                        .withCreateOption(DiskCreateOptionTypes.FROM_IMAGE)
                        .withDeleteOption(DiskDeleteOptionTypes.DELETE);
        given.sizeGibibytes().ifPresent(disk::withDiskSizeGB);
        if (!given.caching().isEmpty()) {
            disk.withCaching(CachingTypes.fromString(given.caching()));
        }
        if (given.ephemeral()) {
            disk.withDiffDiskSettings(new DiffDiskSettings().withOption(DiffDiskOptions.LOCAL));
        }
        var managed = new ManagedDiskParameters();
        if (!given.type().isEmpty()) {
            managed.withStorageAccountType(StorageAccountTypes.fromString(given.type()));
        }
        if (!given.encryptionSet().isEmpty()) {
            var set = new DiskEncryptionSetParameters();
            set.withId(given.encryptionSet());
            managed.withDiskEncryptionSet(set);
        }
        return disk.withManagedDisk(managed);
    }

    private OSProfile login(MachineId id, SecretText customData) {
        AzureSettings.Access access = settings.access();
        String key = access.sshPublicKey().isEmpty() ? SshKeys.throwAway() : access.sshPublicKey();
        return new OSProfile()
                .withComputerName(names.machine(id))
                .withAdminUsername(access.adminUsername())
                .withCustomData(customData.value())
                .withLinuxConfiguration(
                        new LinuxConfiguration()
                                .withDisablePasswordAuthentication(true)
                                .withSsh(
                                        new SshConfiguration()
                                                .withPublicKeys(
                                                        List.of(
                                                                new SshPublicKey()
                                                                        .withKeyData(key)
                                                                        .withPath(keys(access))))));
    }

    private static String keys(AzureSettings.Access access) {
        return "/home/" + access.adminUsername() + "/.ssh/authorized_keys";
    }

    private void spot(VirtualMachineInner wanted) {
        AzureSettings.Purchase purchase = settings.purchase();
        wanted.withPriority(VirtualMachinePriorityTypes.SPOT)
                .withEvictionPolicy(
                        VirtualMachineEvictionPolicyTypes.fromString(purchase.evictionPolicy()));
        if (!purchase.spotMaxPrice().isEmpty()) {
            wanted.withBillingProfile(
                    new BillingProfile().withMaxPrice(Double.parseDouble(purchase.spotMaxPrice())));
        }
    }

    private void placement(VirtualMachineInner wanted) {
        AzureSettings.Placement placement = settings.placement();
        if (!placement.proximityGroup().isEmpty()) {
            wanted.withProximityPlacementGroup(
                    new SubResource().withId(placement.proximityGroup()));
        }
        placement
                .encryptedHost()
                .ifPresent(it ->
                        wanted.withSecurityProfile(new SecurityProfile().withEncryptionAtHost(it)));
    }

    private void identity(VirtualMachineInner wanted) {
        List<String> identities = settings.access().identities();
        if (!identities.isEmpty()) {
            wanted.withIdentity(
                    new VirtualMachineIdentity()
                            .withType(ResourceIdentityType.USER_ASSIGNED)
                            .withUserAssignedIdentities(
                                    identities.stream()
                                            .distinct()
                                            .collect(
                                                    Collectors.toMap(
                                                            it -> it,
                                                            _ ->
                                                                    new VirtualMachineIdentityUserAssignedIdentities()))));
        }
    }
}
