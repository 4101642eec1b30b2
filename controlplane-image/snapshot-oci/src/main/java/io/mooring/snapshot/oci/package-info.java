/// Snapshots in a repository of an OCI registry, one artifact each, by our own client of that
/// protocol.
///
/// An artifact is a manifest with the type of a snapshot and one blob, the file; what the tag says
/// is the snapshot's name. Start reading at [io.mooring.snapshot.oci.OciStore].
@NullMarked
package io.mooring.snapshot.oci;

import org.jspecify.annotations.NullMarked;
