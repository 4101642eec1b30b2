/// The file format of snapshots: writing one as a stream, and reading one only after all of it has
/// been checked.
///
///     8 bytes   "MOORSNAP"
///     int       format, 1
///     int       length of the header
///     header    JSON: what the snapshot is of; readable by anyone
///     chunks    int length, byte 1 for the last, AES-256-GCM of at most 64 KiB of a gzip stream
///     32 bytes  SHA-256 of all before
///
/// The key is scrypt's of the passphrase and the header's salt; a chunk's nonce is its number and
/// whether it is the last, and the header's digest is authenticated with each: no chunk can be
/// changed, left out, repeated, moved or taken to another snapshot. The gzip stream holds records:
/// files, then keys, then a record of how many there were of both.
///
/// What goes in and where it comes out is the business of `io.mooring.server`. Start reading at
/// [io.mooring.snapshot.SnapshotWriter] and [io.mooring.snapshot.SnapshotFile].
@NullMarked
package io.mooring.snapshot;

import org.jspecify.annotations.NullMarked;
