package io.mooring.etcd;

import java.io.IOException;

/// Reads all keys page by page, each page about as large as it should be: keys are from some bytes
/// to more than a megabyte, and a store takes a number of keys for a limit only.
final class KeyScan {

    private static final int FIRST_LIMIT = 64;
    private static final int MOST_KEYS = 1000;
    private static final int WANTED_BYTES = 1 << 20;

    /// One page; too large an answer is [EtcdFailure.Kind#TOO_LARGE].
    @FunctionalInterface
    interface Source {
        Page read(byte[] after, int limit);
    }

    private final Source source;

    KeyScan(Source source) {
        this.source = source;
    }

    /// @return how many keys there were
    long run(KeySink sink) throws IOException {
        byte[] after = {};
        int limit = FIRST_LIMIT;
        long seen = 0;
        boolean more = true;
        while (more) {
            Page page;
            try {
                page = source.read(after, limit);
            } catch (EtcdFailure e) {
                if (e.kind() != EtcdFailure.Kind.TOO_LARGE || limit == 1) {
                    throw e;
                }
                limit = Math.max(1, limit / 4);
                continue;
            }
            for (KeyValue key : page.keys()) {
                sink.accept(key);
            }
            seen += page.keys().size();
            more = page.more() && !page.keys().isEmpty();
            if (more) {
                after = page.keys().getLast().key();
                limit = next(limit, page.bytes());
            }
        }
        return seen;
    }

    /// Twice as many at most, so that one page of small keys does not lead to a huge one.
    private static int next(int limit, int bytes) {
        long fitting = (long) limit * WANTED_BYTES / Math.max(1, bytes);
        return (int) Math.clamp(fitting, 1, Math.min(MOST_KEYS, 2L * limit));
    }
}
