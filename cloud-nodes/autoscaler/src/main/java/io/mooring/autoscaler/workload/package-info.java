/// The files `node-workload/v1`: workloads read, results and explanations written.
///
/// Fields beyond the format's first version are optional: see docs/autoscaler.md. Start reading at
/// [WorkloadReader].
@NullMarked
package io.mooring.autoscaler.workload;

import org.jspecify.annotations.NullMarked;
