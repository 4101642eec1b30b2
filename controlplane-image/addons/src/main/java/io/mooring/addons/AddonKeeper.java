package io.mooring.addons;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.DeleteOptions.Propagation;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Makes the objects of add-ons in one cluster what they are declared to be.
///
/// Idempotent: writes only what differs. What carries an add-on's label and does not belong to it
/// any more is deleted; nothing else ever is.
public final class AddonKeeper {
    static final List<ResourceKind> KINDS =
            List.of(
                    ResourceKind.SERVICE_ACCOUNT,
                    ResourceKind.CLUSTER_ROLE,
                    ResourceKind.CLUSTER_ROLE_BINDING,
                    ResourceKind.ROLE,
                    ResourceKind.ROLE_BINDING,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET,
                    ResourceKind.SERVICE,
                    ResourceKind.NETWORK_POLICY,
                    ResourceKind.POD_DISRUPTION_BUDGET,
                    ResourceKind.DEPLOYMENT,
                    ResourceKind.DAEMON_SET,
                    ResourceKind.STATEFUL_SET);

    private final KubeClient kube;

    /// @param kube is not closed here
    public AddonKeeper(KubeClient kube) {
        this.kube = kube;
    }

    /// What came of it.
    ///
    /// @param left objects that are not as declared, because somebody else has changed them
    public record Outcome(List<ObjectRef> left, List<ObjectRef> removed) {
        public Outcome {
            left = List.copyOf(left);
            removed = List.copyOf(removed);
        }
    }

    /// Returns when the API has taken everything; says nothing of whether pods run by then.
    public Outcome keep(Addon addon) {
        var left = new ArrayList<ObjectRef>();
        for (var object : addon.objects()) {
            var ref = Addon.ref(object);
            if (!addon.editable().contains(ref)) {
                kube.apply(ref.kind(), object);
            } else if (!applied(object)) {
                left.add(ref);
            }
        }
        return new Outcome(left, removeOthers(addon));
    }

    /// The API remembers who set each field last.
    private boolean applied(KubeObject object) {
        try {
            kube.applyUnlessChanged(Addon.kind(object), object);
            return true;
        } catch (KubeFailure.Conflict _) {
            return false;
        }
    }

    private List<ObjectRef> removeOthers(Addon addon) {
        var wanted = addon.objects().stream().map(Addon::ref).collect(Collectors.toSet());
        var labelled = ListQuery.all().labels(Addon.LABEL + "=" + addon.name());
        var removed = new ArrayList<ObjectRef>();
        // the other way round: what runs goes before what it runs by
        for (var kind : KINDS.reversed()) {
            for (var object : kube.list(kind, labelled).items()) {
                var ref = ObjectRef.of(kind, object);
                if (!wanted.contains(ref) && delete(ref, object)) {
                    removed.add(ref);
                }
            }
        }
        return removed;
    }

    private boolean delete(ObjectRef ref, KubeObject object) {
        return kube.delete(
                ref, DeleteOptions.defaults().same(object).propagation(Propagation.BACKGROUND));
    }
}
