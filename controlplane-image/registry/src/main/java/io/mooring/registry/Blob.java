package io.mooring.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes to store, which can be read again from any place in them.
public record Blob(String digest, long size, Content content) {

    /// Opens the bytes from an offset on.
    @FunctionalInterface
    public interface Content {
        InputStream from(long offset) throws IOException;
    }

    /// A file, which is read once to find its digest.
    public static Blob of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(file, Digests.of(in));
        }
    }

    /// A file whose digest is known; the registry compares it.
    public static Blob of(Path file, String digest) throws IOException {
        return new Blob(
                digest,
                Files.size(file),
                offset -> Channels.newInputStream(FileChannel.open(file).position(offset)));
    }

    public static Blob of(byte[] bytes) {
        return new Blob(
                Digests.of(bytes),
                bytes.length,
                offset ->
                        new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset));
    }

    public Descriptor descriptor(String mediaType) {
        return new Descriptor(mediaType, digest, size);
    }
}
