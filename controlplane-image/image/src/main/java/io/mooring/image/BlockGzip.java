package io.mooring.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/// Compresses as gzip on several processors: one member for each block, written in order. The bytes
/// do not depend on how many processors there are. Used by one thread; closing it leaves the stream
/// below open.
final class BlockGzip extends OutputStream {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BLOCKS_AHEAD = 16;

    private final OutputStream to;
    private final ExecutorService workers;
    private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();
    private byte[] block = new byte[BLOCK_BYTES];
    private int filled;

    BlockGzip(OutputStream to, ExecutorService workers) {
        this.to = to;
        this.workers = workers;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int next = from;
        int left = count;
        while (left > 0) {
            int taken = Math.min(left, BLOCK_BYTES - filled);
            System.arraycopy(bytes, next, block, filled, taken);
            filled += taken;
            next += taken;
            left -= taken;
            if (filled == BLOCK_BYTES) {
                endBlock();
            }
        }
    }

    @Override
    public void close() throws IOException {
        endBlock();
        while (!ahead.isEmpty()) {
            writeNext();
        }
    }

    private void endBlock() throws IOException {
        if (filled == 0) {
            return;
        }
        byte[] full = block;
        int count = filled;
        ahead.add(workers.submit(() -> compress(full, count)));
        block = new byte[BLOCK_BYTES];
        filled = 0;
        if (ahead.size() >= BLOCKS_AHEAD) {
            writeNext();
        }
    }

    private void writeNext() throws IOException {
        try {
            to.write(ahead.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while compressing", e);
        } catch (ExecutionException e) {
            throw new IOException("compressing", e.getCause());
        }
    }

    private static byte[] compress(byte[] block, int count) throws IOException {
        var compressed = new ByteArrayOutputStream(count / 2);
        try (var gzip = new GZIPOutputStream(compressed, 1 << 16)) {
            gzip.write(block, 0, count);
        }
        return compressed.toByteArray();
    }
}
