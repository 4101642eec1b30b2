package io.mooring.server;

import io.mooring.api.Snapshots;
import io.mooring.registry.Logins;
import io.mooring.snapshot.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a control plane finds what its configuration must not hold: the passphrase of its
/// snapshots, and what their store asks for. In a pod they are Secrets of the namespace, as files.
final class SnapshotSecrets {

    private static final Path MOUNTED = Path.of("/var/run/secrets/mooring");
    private static final Path PASSPHRASE = MOUNTED.resolve("snapshot-encryption/passphrase");

    private SnapshotSecrets() {}

    /// The directory with the credentials of scheduled snapshots, if the configuration names some.
    static Optional<Path> credentials(Snapshots.Storage storage) {
        String secret =
                switch (storage.type()) {
                    case "s3" -> storage.s3().credential().secretName();
                    case "oci" -> storage.oci().credential().secretName();
                    default -> "";
                };
        return mounted(secret, "snapshot-storage");
    }

    /// What the configuration itself says of who logs in at a registry.
    static Optional<Logins> login(Snapshots.Storage storage) {
        Snapshots.Oci oci = storage.oci();
        return storage.type().equals("oci") && !oci.username().isEmpty()
                ? Optional.of(Logins.of(oci.username(), oci.password().reveal()))
                : Optional.empty();
    }

    /// The directory with the credentials of the snapshot that a cluster begins with.
    static Optional<Path> credentials(Snapshots.Restore restore) {
        return mounted(restore.credential().secretName(), "snapshot-restore");
    }

    private static Optional<Path> mounted(String secret, String directory) {
        return secret.isEmpty() ? Optional.empty() : Optional.of(MOUNTED.resolve(directory));
    }

    /// Read at each use: it may be exchanged while a control plane runs.
    static Passphrase passphrase(Snapshots.Encryption encryption) {
        boolean isInFile = !encryption.passphraseFile().isEmpty();
        Path file = isInFile ? Path.of(encryption.passphraseFile()) : PASSPHRASE;
        try {
            return new Passphrase(Files.readString(file).lines().findFirst().orElse(""));
        } catch (NoSuchFileException e) {
            throw new ServerException(
                    "reading the passphrase of snapshots: there is no file %s; %s"
                            .formatted(
                                    file,
                                    isInFile
                                            ? "it is what snapshots.encryption.passphraseFile names"
                                            : "the Secret %s must hold the key passphrase, and only a control plane in a host cluster has Secrets"
                                                    .formatted(encryption.secretName())),
                    e);
        } catch (IOException e) {
            throw new ServerException("reading the passphrase of snapshots " + file + ": " + e, e);
        }
    }
}
