package io.mooring.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/// Reads private keys, each once: machines share them, and one with a passphrase takes a while. No
/// message holds any part of one.
public final class PrivateKeys {

    private record Sealed(String text, String passphrase) {
        @Override
        public String toString() {
            return "***";
        }
    }

    private final Map<Sealed, Optional<KeyPair>> known = new HashMap<>();

    /// The key; empty with a problem told, the first time, when it cannot be read.
    public Optional<KeyPair> read(String text, String passphrase, Consumer<String> problem) {
        var sealed = new Sealed(text, passphrase);
        Optional<KeyPair> before = known.get(sealed);
        if (before != null) {
            return before;
        }
        Optional<KeyPair> key = text.isBlank() ? Optional.empty() : parse(sealed);
        if (text.isBlank()) {
            problem.accept(
                    "must be given, for each machine or once for all: the text of a private key, such as the file id_ed25519 holds");
        } else if (key.isEmpty()) {
            problem.accept(
                    text.contains("PRIVATE KEY-----")
                            ? "cannot be read: is it whole, and is its passphrase the right one?"
                            : "is not the text of a private key (-----BEGIN OPENSSH PRIVATE KEY-----); give what the file holds and not its name");
        }
        known.put(sealed, key);
        return key;
    }

    private static Optional<KeyPair> parse(Sealed sealed) {
        // a last line without its end is a habit of copying, and no fault
        byte[] bytes = (sealed.text().strip() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Iterable<KeyPair> pairs =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName("privateKey"),
                            new ByteArrayInputStream(bytes),
                            FilePasswordProvider.of(sealed.passphrase()));
            Iterator<KeyPair> all = pairs == null ? null : pairs.iterator();
            return all == null || !all.hasNext() ? Optional.empty() : Optional.of(all.next());
        } catch (IOException | GeneralSecurityException | RuntimeException _) {
            return Optional.empty();
        }
    }
}
