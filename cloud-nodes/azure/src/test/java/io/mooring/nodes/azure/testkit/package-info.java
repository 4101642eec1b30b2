/// An Azure for tests: as much of the Resource Manager as makes machines, over the wire, with its
/// asynchronous operations, its limits and faults on demand.
///
/// Start reading at [io.mooring.nodes.azure.testkit.ArmServer].
package io.mooring.nodes.azure.testkit;
