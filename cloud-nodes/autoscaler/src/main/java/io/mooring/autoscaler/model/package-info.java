/// What the autoscaler decides about: pods, pools, instance types and nodes, as Kubernetes and
/// Karpenter name them.
///
/// Plain records without behaviour beyond the meaning of a single constraint. Quantities are whole
/// numbers: CPU in thousandths, everything else in units or bytes. Start reading at [Workload].
@NullMarked
package io.mooring.autoscaler.model;

import org.jspecify.annotations.NullMarked;
