package io.mooring.snapshot.s3;

/// How an object is cut on its way into a bucket.
///
/// @param whole what goes in one call, up to that size
/// @param least of a part, but the last; a bucket takes none below 5 MiB
record S3Parts(long whole, long least) {

    static final S3Parts USUAL = new S3Parts(256L << 20, 64L << 20);

    private static final long MIB = 1 << 20;

    /// A bucket takes no more parts.
    private static final int MOST = 10_000;

    boolean isCut(long bytes) {
        return bytes > whole;
    }

    /// Of each part but the last: a whole number of MiB, and so many that they are not too many.
    long size(long bytes) {
        long needed = Math.ceilDiv(Math.ceilDiv(bytes, MOST), MIB) * MIB;
        return Math.max(least, needed);
    }
}
