package io.mooring.nodes.aws;

import io.mooring.nodes.MachineType.Capacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What machines to make. Checked; made by [SettingsReader]. Empty texts and lists stand for "not
/// given".
record AwsSettings(
        Account account,
        List<String> instanceTypes,
        ImageChoice image,
        Network network,
        Access access,
        Purchase purchase,
        Placement placement,
        Volume rootVolume,
        List<Volume> volumes,
        int metadataHopLimit,
        Map<String, String> tags) {

    /// Which part of AWS is called, and as whom.
    ///
    /// @param endpoint a URL to call in place of AWS's own
    record Account(String region, String endpoint, String profile) {}

    /// How the image is named. `{arch}` in a name stands for `x86_64` or `arm64`, `{debArch}` for
    /// `amd64` or `arm64`.
    sealed interface ImageChoice {

        record ById(String id) implements ImageChoice {}

        record ByParameter(String parameter) implements ImageChoice {}

        /// The newest image of these owners with such a name.
        record ByName(String pattern, List<String> owners) implements ImageChoice {}
    }

    record Network(
            List<String> subnets,
            Map<String, String> subnetTags,
            List<String> securityGroups,
            Optional<Boolean> publicIp) {}

    record Access(String instanceProfile, String keyName) {}

    /// @param capacities in the order in which they are tried
    record Purchase(List<Capacity> capacities, String spotMaxPrice, String reservation) {}

    record Placement(String group, OptionalInt partition, String tenancy) {}

    /// @param device empty for the root volume, whose name the image knows
    record Volume(
            String device,
            OptionalInt sizeGibibytes,
            String type,
            OptionalInt iops,
            OptionalInt throughput,
            boolean encrypted,
            String kmsKey) {}

    AwsSettings {
        instanceTypes = List.copyOf(instanceTypes);
        volumes = List.copyOf(volumes);
        tags = Map.copyOf(tags);
    }
}
