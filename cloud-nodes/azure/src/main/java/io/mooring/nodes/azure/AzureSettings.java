package io.mooring.nodes.azure;

import io.mooring.nodes.MachineType.Capacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What machines to make. Checked; made by [SettingsReader]. Empty texts and lists stand for "not
/// given".
record AzureSettings(
        Account account,
        List<String> vmSizes,
        Image image,
        Network network,
        Access access,
        Purchase purchase,
        Placement placement,
        OsDisk osDisk,
        Map<String, String> tags) {

    /// Which part of Azure is called, and where machines go.
    ///
    /// @param endpoint a URL to call in place of Azure's own
    record Account(
            String subscription,
            String resourceGroup,
            String location,
            Cloud cloud,
            String endpoint) {}

    /// Azure's clouds, which know nothing of each other.
    enum Cloud {
        PUBLIC,
        CHINA,
        US_GOVERNMENT
    }

    /// @param plan under which the image is sold on the marketplace
    record Image(ImageChoice choice, Optional<Plan> plan) {}

    sealed interface ImageChoice {

        /// An image, or a version of one in a gallery.
        record ById(String id) implements ImageChoice {}

        record ByName(String publisher, String offer, String sku, String version)
                implements ImageChoice {}
    }

    record Plan(String name, String product, String publisher) {}

    record Network(String subnet, String securityGroup, Optional<Boolean> accelerated) {}

    /// @param sshPublicKey empty for one that nobody has the other half of
    record Access(String adminUsername, String sshPublicKey, List<String> identities) {

        Access {
            identities = List.copyOf(identities);
        }
    }

    /// @param capacities in the order in which they are tried
    /// @param evictionPolicy in Azure's words
    record Purchase(List<Capacity> capacities, String spotMaxPrice, String evictionPolicy) {

        Purchase {
            capacities = List.copyOf(capacities);
        }
    }

    record Placement(List<String> zones, String proximityGroup, Optional<Boolean> encryptedHost) {

        Placement {
            zones = List.copyOf(zones);
        }
    }

    /// @param ephemeral on the host's own disk, gone when the machine is stopped
    record OsDisk(
            OptionalInt sizeGibibytes,
            String type,
            String caching,
            boolean ephemeral,
            String encryptionSet) {}

    AzureSettings {
        vmSizes = List.copyOf(vmSizes);
        tags = Map.copyOf(tags);
    }
}
