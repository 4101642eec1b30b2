/// Machines of Google Compute Engine: made, found by name and ownership labels in whatever zone
/// they are, and removed with their disks.
///
/// Not for: joining (user data comes in ready). Start reading at [io.mooring.nodes.gcp.GcpNodes].
@NullMarked
package io.mooring.nodes.gcp;

import org.jspecify.annotations.NullMarked;
