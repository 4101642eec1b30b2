package io.mooring.nodes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names and keys that are the same in each run, so that what is made twice is one thing, and
/// different for owners and clusters that share a cloud account.
public final class Digest {

    private Digest() {}

    /// The first bytes of a digest of the owner, the machine and what else tells the thing apart.
    public static String hex(int bytes, Owner owner, MachineId id, String... more) {
        var text = new StringBuilder(owner.uid());
        text.append('/').append(id.cluster()).append('/').append(id.name());
        for (String part : more) {
            text.append('/').append(part);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
