package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the pods of a control plane need for its snapshots: Secrets of the namespace as files, so
/// that the server needs no right to read them, and the volume that snapshots may go to.
final class SnapshotVolumes {

    private static final String MOUNTED = "/var/run/secrets/mooring/";
    private static final String KEPT = "snapshots";

    private record Mounted(String volume, String secret) {}

    private SnapshotVolumes() {}

    static List<Map<String, Object>> volumes(Snapshots snapshots) {
        var volumes = new ArrayList<Map<String, Object>>();
        for (Mounted one : secrets(snapshots)) {
            volumes.add(
                    Map.of(
                            "name",
                            one.volume(),
                            "secret",
                            // Readable for the group, which is the server's by fsGroup.
                            Map.of("secretName", one.secret(), "defaultMode", 0440)));
        }
        String claim = volume(snapshots).name();
        if (!claim.isEmpty()) {
            volumes.add(Map.of("name", KEPT, "persistentVolumeClaim", Map.of("claimName", claim)));
        }
        return volumes;
    }

    static List<Map<String, Object>> mounts(Snapshots snapshots) {
        var mounts = new ArrayList<Map<String, Object>>();
        for (Mounted one : secrets(snapshots)) {
            mounts.add(
                    Map.of(
                            "name",
                            one.volume(),
                            "mountPath",
                            MOUNTED + one.volume(),
                            "readOnly",
                            true));
        }
        Snapshots.Volume volume = volume(snapshots);
        if (!volume.name().isEmpty()) {
            mounts.add(Map.of("name", KEPT, "mountPath", volume.path()));
        }
        return mounts;
    }

    private static List<Mounted> secrets(Snapshots snapshots) {
        Snapshots.Storage storage = snapshots.auto().storage();
        String kept =
                switch (storage.type()) {
                    case "s3" -> storage.s3().credential().secretName();
                    case "oci" -> storage.oci().credential().secretName();
                    default -> "";
                };
        return List.of(
                        new Mounted("snapshot-encryption", snapshots.encryption().secretName()),
                        new Mounted("snapshot-storage", kept),
                        new Mounted(
                                "snapshot-restore", snapshots.restore().credential().secretName()))
                .stream()
                .filter(one -> !one.secret().isEmpty())
                .toList();
    }

    private static Snapshots.Volume volume(Snapshots snapshots) {
        return snapshots.auto().storage().container().volume();
    }
}
