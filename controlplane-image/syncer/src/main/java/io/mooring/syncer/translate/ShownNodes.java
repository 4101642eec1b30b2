package io.mooring.syncer.translate;

import java.util.Map;

/// Which of the host's nodes a tenant sees, as far as no pod of it is there: those it sees as well.
///
/// @param all every node
/// @param labels nodes with these labels; none if it is empty
/// @param images whether the tenant sees which images lie there
/// @param takesChanges whether labels and taints that the tenant changes are changed in the host
public record ShownNodes(
        boolean all, Map<String, String> labels, boolean images, boolean takesChanges) {
    /// Of which the tenant changes nothing.
    public ShownNodes(boolean all, Map<String, String> labels, boolean images) {
        this(all, labels, images, false);
    }

    public ShownNodes {
        labels = Map.copyOf(labels);
    }

    /// Whether the tenant sees a node with the labels even if no pod of it is there.
    public boolean holds(Map<String, String> ofNode) {
        return all || (!labels.isEmpty() && ofNode.entrySet().containsAll(labels.entrySet()));
    }
}
