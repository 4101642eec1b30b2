package io.mooring.nodes.gcp;

import io.mooring.nodes.MachineType.Capacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What machines to make. Checked; made by [SettingsReader]. Empty texts and lists stand for "not
/// given".
record GcpSettings(
        Account account,
        List<String> machineTypes,
        Image image,
        Network network,
        Access access,
        Purchase purchase,
        Hardware hardware,
        Disks disks,
        Map<String, String> metadata,
        Map<String, String> labels) {

    /// Where machines go.
    ///
    /// @param zones in which to try; those of the region if empty
    /// @param endpoint a URL to call in place of Google's own
    record Account(String project, String region, List<String> zones, String endpoint) {

        Account {
            zones = List.copyOf(zones);
        }

        /// The name of something of the project or of another one, as Google's references have it.
        ///
        /// @param kind as in `global/networks`
        String reference(String given, String kind) {
            return given.contains("/") ? given : "projects/" + project + "/" + kind + "/" + given;
        }
    }

    /// @param project whose image it is
    record Image(String project, Choice choice) {

        sealed interface Choice {

            /// The newest one of a family.
            record Family(String name) implements Choice {}

            record Named(String name) implements Choice {}
        }

        /// As a disk is told of it.
        String reference() {
            return "projects/%s/global/images/%s"
                    .formatted(
                            project,
                            switch (choice) {
                                case Choice.Family(String name) -> "family/" + name;
                                case Choice.Named(String name) -> name;
                            });
        }
    }

    /// @param network,subnetwork references, empty for Google's choice
    /// @param tags which rules of firewalls and routes go by
    record Network(
            String network,
            String subnetwork,
            boolean publicIp,
            boolean ipForwarding,
            List<String> tags) {

        Network {
            tags = List.copyOf(tags);
        }
    }

    /// @param serviceAccount as whom programs on the machine call Google; empty for nobody
    record Access(String serviceAccount, List<String> scopes) {

        Access {
            scopes = List.copyOf(scopes);
        }
    }

    /// @param capacities in the order in which they are tried
    /// @param evictionAction what becomes of a spot machine, in Google's words
    /// @param reservation by name, or in another project by reference
    record Purchase(List<Capacity> capacities, String evictionAction, String reservation) {

        Purchase {
            capacities = List.copyOf(capacities);
        }
    }

    record Hardware(
            List<Accelerator> accelerators,
            String minCpuPlatform,
            String placementPolicy,
            Optional<Boolean> secureBoot) {

        Hardware {
            accelerators = List.copyOf(accelerators);
        }
    }

    record Accelerator(String type, int count) {}

    record Disks(Disk boot, List<Disk> data) {

        Disks {
            data = List.copyOf(data);
        }
    }

    /// @param kmsKey empty for Google's own
    record Disk(OptionalInt sizeGibibytes, String type, String kmsKey) {}

    GcpSettings {
        machineTypes = List.copyOf(machineTypes);
        metadata = Map.copyOf(metadata);
        labels = Map.copyOf(labels);
    }
}
