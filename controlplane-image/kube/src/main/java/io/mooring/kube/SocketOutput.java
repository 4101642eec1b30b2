package io.mooring.kube;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// One stream of those that go over a WebSocket, which takes a message when the last has been sent.
/// What is small is gathered until it is much, or flushed. For one thread, which waits up to a
/// time.
final class SocketOutput extends OutputStream {

    private static final int MESSAGE_BYTES = 64 << 10;
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final WebSocket socket;
    private final int stream;
    private final long end;
    private ByteBuffer message;

    /// @param end by the clock of [System#nanoTime]
    SocketOutput(WebSocket socket, int stream, long end) {
        this.socket = socket;
        this.stream = stream;
        this.end = end;
        this.message = begun();
    }

    private ByteBuffer begun() {
        return ByteBuffer.allocate(MESSAGE_BYTES).put((byte) stream);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int written = 0;
        while (written < length) {
            int part = Math.min(length - written, message.remaining());
            message.put(source, offset + written, part);
            written += part;
            if (!message.hasRemaining()) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (message.position() <= 1) {
            return;
        }
        awaitSent();
        if (!socket.send(message.flip())) {
            throw new IOException("the connection has ended");
        }
        message = begun();
    }

    private void awaitSent() throws IOException {
        while (socket.queueSize() > 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("nobody takes it any more");
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("it was not taken in time");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
