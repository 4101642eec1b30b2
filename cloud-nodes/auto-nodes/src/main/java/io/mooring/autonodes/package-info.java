/// Drives the autoscaler for real: nodes come with the pods that have no place, and go with them.
///
/// It carries: what the API server has becomes a `Cluster`, what the controller wants becomes
/// writes and machines. It decides nothing; that is `io.mooring.autoscaler`. Start reading at
/// [io.mooring.autonodes.AutoNodeRunner], then [io.mooring.autonodes.Driver].
@NullMarked
package io.mooring.autonodes;

import org.jspecify.annotations.NullMarked;
