package io.mooring.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;

/// The key that a server must prove to have.
public sealed interface HostKey {

    /// Whether a key that a server proved to have is the one.
    boolean fits(PublicKey presented);

    /// The kinds of key to ask a server for, one attempt each: it shows only one of those it has.
    List<String> kinds();

    record Exact(PublicKey key) implements HostKey {
        @Override
        public boolean fits(PublicKey presented) {
            return KeyUtils.compareKeys(key, presented);
        }

        @Override
        public List<String> kinds() {
            return List.of(KeyUtils.getKeyType(key));
        }
    }

    record Fingerprint(String sha256) implements HostKey {
        @Override
        public boolean fits(PublicKey presented) {
            return sha256.equals(fingerprint(presented));
        }

        @Override
        public List<String> kinds() {
            return List.of("ssh-ed25519", "ecdsa-sha2-", "ssh-rsa");
        }
    }

    /// How people tell keys apart, as `ssh-keygen -l` prints it.
    static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /// Reads `SHA256:...`, a public key, or a line of a known_hosts file.
    ///
    /// @throws IllegalArgumentException saying what is wrong, for a text that is none of these
    static HostKey parse(String text) {
        String line = text.strip();
        if (line.startsWith("SHA256:")) {
            if (!FINGERPRINT.matcher(line).matches()) {
                throw new IllegalArgumentException(
                        "is not a whole fingerprint: `ssh-keygen -lf` prints SHA256: and 43 characters");
            }
            return new Fingerprint(line.replaceFirst("=$", ""));
        }
        if (line.startsWith("@") || line.lines().count() != 1) {
            throw new IllegalArgumentException("must be one key, without a marker before it");
        }
        String[] words = line.split("\\s+", -1);
        int kind = words.length > 0 && KIND.matcher(words[0]).matches() ? 0 : 1;
        if (words.length < kind + 2 || !KIND.matcher(words[kind]).matches()) {
            throw new IllegalArgumentException(
                    "is neither a fingerprint (SHA256:...) nor a public key (ssh-ed25519 AAAA...) nor a line of known_hosts; `ssh-keyscan` prints such lines");
        }
        try {
            PublicKey key =
                    PublicKeyEntry.parsePublicKeyEntry(words[kind] + " " + words[kind + 1])
                            .resolvePublicKey(null, Map.of(), null);
            if (key != null) {
                return new Exact(key);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("is a public key that cannot be read", e);
        }
        throw new IllegalArgumentException("is a public key of a kind that is not known here");
    }

    Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}=?");
    Pattern KIND = Pattern.compile("(ssh|ecdsa)-[a-z0-9-]+");
}
