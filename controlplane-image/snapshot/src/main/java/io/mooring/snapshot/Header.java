package io.mooring.snapshot;

import io.mooring.pki.PassphraseKey.Cost;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The part of a snapshot that is not encrypted: what it is of, and how its key is derived.
///
/// @param bytes all of it as it stands in the file
@SuppressWarnings("ArrayRecordComponent")
record Header(SnapshotInfo info, byte[] salt, Cost cost, byte[] bytes) {

    static final int FORMAT = 1;

    private static final byte[] MAGIC = "MOORSNAP".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_BYTES = 64 << 10;

    /// Of a header with what stands before it.
    static final int MOST_BYTES = LARGEST_BYTES + 16;

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    /// The header as it stands in the file.
    private record Text(SnapshotInfo snapshot, Scrypt scrypt) {}

    private record Scrypt(String salt, int n, int r, int p) {}

    static Header of(SnapshotInfo info, byte[] salt, Cost cost) {
        var scrypt = new Scrypt(HexFormat.of().formatHex(salt), cost.n(), cost.r(), cost.p());
        byte[] text = JSON.writeValueAsBytes(new Text(info, scrypt));
        return new Header(info, salt, cost, framed(text));
    }

    private static byte[] framed(byte[] text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(FORMAT);
            out.writeInt(text.length);
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// Reads just the header.
    ///
    /// @throws SnapshotException if it is none, or of a newer format
    static Header read(DataInputStream in, String where) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new SnapshotException(where + " is no snapshot of a virtual cluster");
        }
        int format = in.readInt();
        if (format != FORMAT) {
            throw new SnapshotException(
                    "%s is a snapshot in format %d, and this version of mooring reads format %d: use a newer mooring"
                            .formatted(where, format, FORMAT));
        }
        int length = in.readInt();
        if (length < 0 || length > LARGEST_BYTES) {
            throw damaged(where, null);
        }
        byte[] text = in.readNBytes(length);
        if (text.length != length) {
            throw damaged(where, null);
        }
        try {
            return parse(text);
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(where, e);
        }
    }

    private static Header parse(byte[] text) {
        Text parsed = JSON.readValue(text, Text.class);
        Scrypt scrypt = parsed.scrypt();
        return new Header(
                parsed.snapshot(),
                HexFormat.of().parseHex(scrypt.salt()),
                new Cost(scrypt.n(), scrypt.r(), scrypt.p()),
                framed(text));
    }

    private static SnapshotException damaged(String where, @Nullable Throwable cause) {
        String message = where + ": the header of the snapshot is damaged; use another copy of it";
        return cause == null
                ? new SnapshotException(message)
                : new SnapshotException(message, cause);
    }
}
