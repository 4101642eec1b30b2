package io.mooring.snapshot;

import io.mooring.pki.PassphraseKey;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/// The key of one file's chunks, and what is authenticated with each of them.
@SuppressWarnings("ArrayRecordComponent")
record ChunkKey(SecretKeySpec key, byte[] headerDigest) {

    /// Takes as long as scrypt is meant to take.
    static ChunkKey derive(Header header, Passphrase passphrase) {
        byte[] derived = PassphraseKey.derive(passphrase.bytes(), header.salt(), header.cost());
        var key = new SecretKeySpec(derived, "AES");
        Arrays.fill(derived, (byte) 0);
        return new ChunkKey(key, ChunkCipher.sha256().digest(header.bytes()));
    }

    @Override
    public String toString() {
        return "***";
    }
}
