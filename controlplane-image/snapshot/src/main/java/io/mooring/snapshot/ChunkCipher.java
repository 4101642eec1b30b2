package io.mooring.snapshot;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Encrypts or decrypts chunk after chunk. The key is of one file only, for its salt is, so that
/// numbers can be nonces. Not thread-safe.
final class ChunkCipher {

    static final int CHUNK_BYTES = 64 << 10;
    static final int TAG_BYTES = 16;

    private final ChunkKey key;
    private final Cipher cipher;
    private long chunks;

    ChunkCipher(ChunkKey key) {
        this.key = key;
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    byte[] encrypt(byte[] plain, int length, boolean last) {
        try {
            return run(Cipher.ENCRYPT_MODE, plain, length, last);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("encrypting a chunk", e);
        }
    }

    /// @throws AEADBadTagException if this is not what was encrypted as the chunk of that number
    byte[] decrypt(byte[] encrypted, boolean last) throws AEADBadTagException {
        try {
            return run(Cipher.DECRYPT_MODE, encrypted, encrypted.length, last);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("decrypting a chunk", e);
        }
    }

    /// How many have been done.
    long chunks() {
        return chunks;
    }

    private byte[] run(int mode, byte[] input, int length, boolean last)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12).putLong(chunks).putInt(last ? 1 : 0).array();
        cipher.init(mode, key.key(), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(key.headerDigest());
        byte[] output = cipher.doFinal(input, 0, length);
        chunks++;
        return output;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
