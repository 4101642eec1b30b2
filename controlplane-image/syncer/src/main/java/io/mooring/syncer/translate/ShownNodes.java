package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Map;

/// Which of the host's nodes a tenant sees, as far as no pod of it is there: those it sees as well.
///
/// @param all every node
/// @param labels nodes with these labels; none if it is empty
/// @param images whether the tenant sees which images lie there
/// @param takesChanges whether labels and taints that the tenant changes are changed in the host
/// @param patches changes to what is seen
public record ShownNodes(
        boolean all,
        Map<String, String> labels,
        boolean images,
        boolean takesChanges,
        Patches patches) {
    /// As they are, and the tenant changes nothing of them.
    public ShownNodes(boolean all, Map<String, String> labels, boolean images) {
        this(all, labels, images, false, Patches.none());
    }

    public ShownNodes {
        labels = Map.copyOf(labels);
    }

    /// The node as the tenant is to see it, with the patches.
    ///
    /// @param host the host's
    /// @param plain as it is seen without
    /// @throws IllegalArgumentException if a patch makes no sense of it
    public KubeObject patched(KubeObject host, KubeObject plain) {
        return patches.shown(host, plain);
    }

    /// Whether the tenant sees a node with the labels even if no pod of it is there.
    public boolean holds(Map<String, String> ofNode) {
        return all || (!labels.isEmpty() && ofNode.entrySet().containsAll(labels.entrySet()));
    }
}
