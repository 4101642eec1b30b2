package io.mooring.etcd;

import java.nio.charset.StandardCharsets;

/// One key as it was at the revision that was read; the arrays are the reader's own.
///
/// @param revision at which it was written last
/// @param lease 0 without one; of kine, how many seconds it was given
@SuppressWarnings("ArrayRecordComponent")
public record KeyValue(byte[] key, byte[] value, long revision, long lease) {

    /// Without the value, which may be a secret.
    @Override
    public String toString() {
        return new String(key, StandardCharsets.UTF_8);
    }
}
