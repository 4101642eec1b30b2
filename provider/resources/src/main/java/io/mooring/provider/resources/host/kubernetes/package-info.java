/// A namespace of a host cluster as the place of a control plane: one StatefulSet and what it
/// needs.
///
/// Every object is applied as a whole by server-side apply and owned by one ConfigMap, the anchor,
/// so that deleting the anchor deletes all. Knows nothing of resources or of Pulumi. Start reading
/// at {@link io.mooring.provider.resources.host.kubernetes.KubernetesHost}.
@NullMarked
package io.mooring.provider.resources.host.kubernetes;

import org.jspecify.annotations.NullMarked;
