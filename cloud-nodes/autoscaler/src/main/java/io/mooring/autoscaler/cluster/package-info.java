/// What the controller sees of a cluster: pools with their policies, claims and nodes, pods and
/// what protects them.
///
/// Immutable records and what follows from them alone; nothing here decides. An adapter makes a
/// [Cluster] of API objects. Start reading at [Cluster] and [Claim].
@NullMarked
package io.mooring.autoscaler.cluster;

import org.jspecify.annotations.NullMarked;
