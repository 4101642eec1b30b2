/// What a machine is given so that it becomes a node: the user data that cloud-init reads on first
/// boot, and the join script that the control plane serves to it. No clouds, no network, no files:
/// settings in, text out. Start reading at [UserData] and [JoinScript]; the POSIX sh they carry is
/// in the resources beside this package.
@NullMarked
package io.mooring.cloudinit;

import org.jspecify.annotations.NullMarked;
