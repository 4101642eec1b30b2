package io.mooring.snapshot;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import javax.crypto.AEADBadTagException;

/// Reads what [ChunkOutput] has written. No byte comes out of a chunk that is not as it was, and
/// the end comes only after the chunk that says it is the last.
final class ChunkInput extends InputStream {

    private final DataInputStream in;
    private final ChunkCipher cipher;
    private final String where;
    private byte[] chunk = {};
    private int position;
    private boolean last;

    ChunkInput(DataInputStream in, ChunkCipher cipher, String where) {
        this.in = in;
        this.cipher = cipher;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == chunk.length) {
            if (last) {
                return -1;
            }
            next();
        }
        int part = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, target, offset, part);
        position += part;
        return part;
    }

    /// Whether what stands before a chunk is as it may be.
    static boolean isFrame(int length, int flag) {
        return length >= ChunkCipher.TAG_BYTES
                && length <= ChunkCipher.CHUNK_BYTES + ChunkCipher.TAG_BYTES
                && flag >= 0
                && flag <= 1;
    }

    /// Whether the last chunk has been taken from the stream below.
    boolean isLast() {
        return last;
    }

    private void next() throws IOException {
        try {
            int length = in.readInt();
            int flag = in.readByte();
            if (!isFrame(length, flag)) {
                throw changed();
            }
            byte[] encrypted = in.readNBytes(length);
            if (encrypted.length != length) {
                throw changed();
            }
            last = flag == 1;
            chunk = cipher.decrypt(encrypted, last);
            position = 0;
        } catch (EOFException _) {
            throw changed();
        } catch (AEADBadTagException e) {
            if (cipher.chunks() == 0) {
                throw new SnapshotException(
                        where + " cannot be decrypted: this is not the passphrase it was made with",
                        e);
            }
            throw changed();
        }
    }

    private SnapshotException changed() {
        return new SnapshotException(where + " is not as it was written; use another copy of it");
    }
}
