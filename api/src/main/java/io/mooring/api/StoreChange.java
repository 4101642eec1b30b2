package io.mooring.api;

import java.util.Optional;

/// Moves from one data store to another: none of them keeps the data.
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
        return Optional.of(
                new ChangeVerdict.Refused(
                        PATH,
                        move
                                + " would lose the state of the cluster; restore a snapshot into a"
                                + " new cluster with the other store"));
    }
}
