package io.mooring.api;

import java.util.Optional;

/// Another number of replicas. One replica whose data store is an etcd of its own, on a volume, may
/// become several: it goes on as the first of them, and the others join it. Any other number was
/// chosen for good.
final class ReplicaChange {
    static final String PATH = "controlPlane.statefulSet.highAvailability.replicas";

    private ReplicaChange() {}

    static Optional<ChangeVerdict> judge(VirtualClusterConfig old, VirtualClusterConfig next) {
        int before = replicas(old);
        int after = replicas(next);
        if (before == after) {
            return Optional.empty();
        }
        boolean grows = before == 1 && after > 1 && isOwnEtcd(old) && isOwnEtcd(next);
        return Optional.of(
                grows && isOnVolume(old)
                        ? new ChangeVerdict.ControlPlaneRoll(
                                PATH,
                                "the replica that is there becomes the first, and the others join it")
                        : new ChangeVerdict.Refused(PATH, reason(grows)));
    }

    private static String reason(boolean grows) {
        return grows
                ? "the data of the one replica would not outlive its restart, which this takes; restore"
                        + " a snapshot into a new cluster with the other number"
                : "only one replica with an embedded etcd can become several; restore a snapshot into a"
                        + " new cluster with the other number";
    }

    private static int replicas(VirtualClusterConfig config) {
        return config.controlPlane().statefulSet().highAvailability().replicas();
    }

    private static boolean isOwnEtcd(VirtualClusterConfig config) {
        return config.controlPlane().backingStore().kind() == StoreKind.EMBEDDED_ETCD;
    }

    /// A volume of the user's own may be anything, and is the same for all pods.
    private static boolean isOnVolume(VirtualClusterConfig config) {
        var persistence = config.controlPlane().statefulSet().persistence();
        return persistence.dataVolume().isEmpty()
                && persistence.volumeClaim().enabled().resolve(true);
    }
}
