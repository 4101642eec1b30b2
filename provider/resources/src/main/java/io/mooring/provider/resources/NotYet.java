package io.mooring.provider.resources;

import io.mooring.api.NodeMode;
import io.mooring.api.Problem;
import io.mooring.api.SharedNodes;
import io.mooring.api.SnapshotSupport;
import io.mooring.api.StoreKind;
import io.mooring.api.Unserved;
import io.mooring.api.VirtualClusterConfig;
import java.util.ArrayList;
import java.util.List;

/// What a configuration may ask for that this version does not do: told before anything is made.
final class NotYet {

    private static final String PATH = "controlPlane.";

    private NotYet() {}

    /// @param inPod whether the control plane will run in a host cluster
    static List<Problem> in(VirtualClusterConfig config, boolean inPod) {
        var problems = new ArrayList<Problem>();
        var store = config.controlPlane().backingStore();
        if (store.kind() == StoreKind.DEPLOYED_ETCD) {
            problems.add(
                    new Problem(
                            PATH + "backingStore.etcd.deploy.enabled",
                            "must not be true: this version runs etcd beside the control plane only; use etcd.embedded, or etcd.external with one you have"));
        }
        var external = store.database().external();
        if (external.enabled() && external.dataSource().isEmpty()) {
            problems.add(
                    new Problem(
                            PATH + "backingStore.database.external.dataSource",
                            "must be set: this version does not look a database up by its connector"));
        }
        if (config.nodeMode() == NodeMode.SHARED) {
            problems.addAll(SharedNodes.notYet(config));
        }
        problems.addAll(Unserved.in(config));
        problems.addAll(SnapshotSupport.notYet(config, inPod));
        return problems;
    }
}
