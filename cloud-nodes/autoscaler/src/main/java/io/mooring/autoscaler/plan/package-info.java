/// What the controller would do now with a cluster that was written down, and what that costs.
///
/// Changes nothing. Start reading at [Planner].
@NullMarked
package io.mooring.autoscaler.plan;

import org.jspecify.annotations.NullMarked;
