package io.mooring.provider.resources.host.ssh;

import io.mooring.registry.Descriptor;
import io.mooring.registry.Digests;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An archive of an image in the OCI's layout, as `make image` writes it.
///
/// @param entries where each file of it begins, and how long it is
record ArchiveStore(Path file, Map<String, Entry> entries) implements ImageStore {

    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int NAME_LENGTH = 100;
    private static final String INDEX = "index.json";

    record Entry(long at, long size) {}

    static ArchiveStore open(Path file) throws IOException {
        var entries = new HashMap<String, Entry>();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer header = ByteBuffer.allocate(BLOCK);
            long at = 0;
            while (fill(channel.position(at), header) && header.get(0) != 0) {
                String name = text(header, 0, NAME_LENGTH);
                long size = octal(text(header, SIZE_AT, SIZE_LENGTH));
                entries.put(name, new Entry(at + BLOCK, size));
                at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
            }
        }
        return new ArchiveStore(file, Map.copyOf(entries));
    }

    private static boolean fill(SeekableByteChannel channel, ByteBuffer header) throws IOException {
        header.clear();
        while (header.hasRemaining()) {
            if (channel.read(header) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(ByteBuffer header, int at, int length) {
        String padded = new String(header.array(), at, length, StandardCharsets.US_ASCII);
        int end = padded.indexOf('\0');
        return (end < 0 ? padded : padded.substring(0, end)).strip();
    }

    private static long octal(String text) throws IOException {
        if (!text.matches("[0-7]{1,12}")) {
            throw new IOException("it is no archive that can be read");
        }
        return Long.parseLong(text, 8);
    }

    @Override
    public JsonNode top() throws IOException {
        return ImageStore.document(INDEX, bytes(INDEX));
    }

    @Override
    public JsonNode manifest(Descriptor of) throws IOException {
        byte[] bytes = bytes(name(of));
        if (!Digests.of(bytes).equals(of.digest())) {
            throw new IOException(of.digest() + " of it is damaged");
        }
        return ImageStore.document(of.digest(), bytes);
    }

    @Override
    public InputStream blob(Descriptor of) throws IOException {
        return of.proven(input(entry(name(of))), file.toString());
    }

    private static String name(Descriptor of) {
        return "blobs/" + of.digest().replace(':', '/');
    }

    private byte[] bytes(String name) throws IOException {
        Entry entry = entry(name);
        if (entry.size() > LARGEST_DOCUMENT) {
            throw ImageStore.tooLarge(name, entry.size());
        }
        try (InputStream in = input(entry)) {
            byte[] bytes = in.readNBytes((int) entry.size());
            if (bytes.length < entry.size()) {
                throw new EOFException("it ends in the middle of " + name);
            }
            return bytes;
        }
    }

    private Entry entry(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IOException(
                    "it is no archive of an image in the layout of the OCI: it has no " + name);
        }
        return entry;
    }

    private InputStream input(Entry entry) throws IOException {
        return Channels.newInputStream(Files.newByteChannel(file).position(entry.at()));
    }

    @Override
    public void close() {
        // nothing is open between two reads
    }
}
