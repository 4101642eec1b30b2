/// The API `metrics.k8s.io` of the tenant, which `kubectl top` and autoscalers ask: what the host's
/// says of copies, told of the tenant's pods and of the nodes it sees.
///
/// Nothing is measured or kept here. Start reading at [io.mooring.syncer.metrics.MetricsApi].
@NullMarked
package io.mooring.syncer.metrics;

import org.jspecify.annotations.NullMarked;
