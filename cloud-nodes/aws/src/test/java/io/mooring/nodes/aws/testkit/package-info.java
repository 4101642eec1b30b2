/// An EC2 for tests: moto, with what it lacks added by a proxy in front of it, and faults on
/// demand.
///
/// Start reading at [io.mooring.nodes.aws.testkit.FaultProxy].
package io.mooring.nodes.aws.testkit;
