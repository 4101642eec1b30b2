/// Turns a directory that holds a root file system into the OCI image of a control plane.
///
/// Gathers and builds nothing itself: `tools/image` lays the directory out, downloads what belongs
/// in it and starts this. The same directory gives the same bytes. Start reading at {@link
/// io.mooring.image.Main}; {@link io.mooring.image.Push} brings what it has made to a registry.
@NullMarked
package io.mooring.image;

import org.jspecify.annotations.NullMarked;
