/// A client of registries that speak the distribution protocol of OCI: what the control plane's
/// image is pushed by, and snapshots are kept by.
///
/// Knows nothing of images or snapshots: it moves blobs, manifests and tags. Blobs are streams on
/// both ways, are sent in chunks, go on after a broken connection, and are compared with their
/// digest when they are read. Start reading at [io.mooring.registry.Repository].
@NullMarked
package io.mooring.registry;

import org.jspecify.annotations.NullMarked;
