/// Decides which machines to buy for pods without a place, and which pod goes where.
///
/// Pure: no I/O, no clock, no chance; the same input gives the same answer, whatever its order.
/// Masks over all offers say what a pod's constraints leave; what concerns zones is decided first,
/// so that packing sees resources, masks and per-node rules only. Start reading at [Solver].
@NullMarked
package io.mooring.autoscaler.solver;

import org.jspecify.annotations.NullMarked;
