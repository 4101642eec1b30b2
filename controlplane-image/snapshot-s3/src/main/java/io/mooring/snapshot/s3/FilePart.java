package io.mooring.snapshot.s3;

import io.mooring.snapshot.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;

/// Some bytes of a file, which may be sent more than once.
record FilePart(Path file, long offset, long bytes) {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final String TYPE = "application/octet-stream";

    RequestBody body() {
        return RequestBody.fromContentProvider(this::opened, bytes, TYPE);
    }

    /// SHA-256, as S3 writes it.
    String digest() throws IOException {
        try (InputStream in = open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private InputStream opened() {
        try {
            return open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open() throws IOException {
        FileChannel channel = FileChannel.open(file).position(offset);
        return new Limited(Channels.newInputStream(channel), bytes);
    }

    private static final class Limited extends BlockInput {

        private long left;

        Limited(InputStream in, long bytes) {
            super(in);
            this.left = bytes;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }
}
