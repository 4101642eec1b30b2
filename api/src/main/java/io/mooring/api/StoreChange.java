package io.mooring.api;

import java.util.Optional;

/// Moves from one data store to another: few of them keep the data.
final class StoreChange {
    static final String PATH = "controlPlane.backingStore";

    private StoreChange() {}

    static Optional<ChangeVerdict> judge(VirtualClusterConfig old, VirtualClusterConfig next) {
        var before = old.controlPlane().backingStore().kind();
        var after = next.controlPlane().backingStore().kind();
        if (before == after) {
            return Optional.empty();
        }
        var move = "from " + before.phrase() + " to " + after.phrase();
        if (migrates(before, after)) {
            return Optional.of(
                    new ChangeVerdict.ControlPlaneRoll(
                            PATH, move + ": the control plane copies its state when it starts"));
        }
        return Optional.of(
                new ChangeVerdict.Refused(
                        PATH,
                        move
                                + " would lose the state of the cluster; restore a snapshot into a"
                                + " new cluster with the other store"));
    }

    private static boolean migrates(StoreKind before, StoreKind after) {
        return switch (before) {
            case EMBEDDED_DATABASE ->
                    after == StoreKind.DEPLOYED_ETCD
                            || after == StoreKind.EMBEDDED_ETCD
                            || after == StoreKind.EXTERNAL_DATABASE;
            case DEPLOYED_ETCD, EXTERNAL_ETCD ->
                    after == StoreKind.DEPLOYED_ETCD || after == StoreKind.EMBEDDED_ETCD;
            case EXTERNAL_DATABASE, EMBEDDED_ETCD -> false;
        };
    }
}
