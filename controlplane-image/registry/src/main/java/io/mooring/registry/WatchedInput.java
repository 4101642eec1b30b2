package io.mooring.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// The body of an answer, which fails when nothing has come of it for some time: the HTTP client
/// waits for ever. Read by one thread; a second one watches until it is closed.
final class WatchedInput extends FilterInputStream {

    private final Duration limit;
    private final Thread watcher;
    private volatile long bytes;
    private volatile boolean stalled;

    WatchedInput(InputStream in, Duration limit) {
        super(in);
        this.limit = limit;
        this.watcher = Thread.ofVirtual().name("registry-download").start(this::watch);
    }

    private void watch() {
        try {
            long seen = -1;
            while (seen != bytes) {
                seen = bytes;
                Thread.sleep(limit);
            }
            stalled = true;
            in.close();
        } catch (InterruptedException | IOException _) {
            // whoever reads is done, or sees it
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int read = in.read(target, offset, length);
            bytes += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw stalled
                    ? new IOException("nothing more came for " + limit.toSeconds() + " s", e)
                    : e;
        }
    }

    @Override
    public void close() throws IOException {
        watcher.interrupt();
        in.close();
    }
}
