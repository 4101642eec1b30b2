/// Snapshots in a bucket of S3, or of what speaks its protocol, by AWS's own client: an adapter,
/// and the only place of a control plane that knows the SDK. docs/adr/0010 says what it costs.
///
/// Start reading at [io.mooring.snapshot.s3.S3Store].
@NullMarked
package io.mooring.snapshot.s3;

import org.jspecify.annotations.NullMarked;
