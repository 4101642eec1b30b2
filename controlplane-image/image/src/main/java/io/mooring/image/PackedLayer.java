package io.mooring.image;

import java.nio.file.Path;

/// A layer, compressed.
///
/// @param unpacked the digest of its tar archive
/// @param digest of the compressed archive, which is `file` of `bytes`
/// @param reused whether it was there already
record PackedLayer(
        Layer layer, String unpacked, String digest, long bytes, Path file, boolean reused) {}
