/// Machines that stand somewhere already, with an operating system and an SSH server: an inventory
/// from which a node claims one and to which it gives it back, wiped.
///
/// A claim is a file on the machine itself, made at once or not at all, so that whoever has another
/// inventory, another state or none sees it too. Where a machine has a board that speaks Redfish,
/// that has its power ([Boards]). Start reading at [BareMetalNodes] and at `machine.sh`, which runs
/// there.
@NullMarked
package io.mooring.nodes.baremetal;

import org.jspecify.annotations.NullMarked;
