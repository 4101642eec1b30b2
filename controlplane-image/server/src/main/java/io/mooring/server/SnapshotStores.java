package io.mooring.server;

import io.mooring.registry.Logins;
import io.mooring.snapshot.DirectoryStore;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.oci.OciStore;
import io.mooring.snapshot.s3.S3Store;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Opens stores of snapshots by their URLs.
public final class SnapshotStores {

    private SnapshotStores() {}

    /// @param url of the place, not of a snapshot in it
    /// @param credentials a directory with what the store asks for, a file each; without, the
    ///   environment
    public static SnapshotStore open(SnapshotUrl url, Optional<Path> credentials) {
        return switch (url.scheme()) {
            case "s3" -> S3Store.open(url, credentials);
            case "oci" -> OciStore.open(url, logins(credentials));
            case "file", "container" -> new DirectoryStore(directory(url));
            default ->
                    throw new SnapshotException(
                            "%s: there is no such kind of store; this version knows files, s3://, oci:// and file://"
                                    .formatted(url));
        };
    }

    private static Logins logins(Optional<Path> credentials) {
        return credentials
                .map(Logins::ofDirectory)
                .orElseGet(() -> Logins.ofEnvironment(System.getenv()));
    }

    private static Path directory(SnapshotUrl url) {
        url.requireOptions(Set.of());
        if (!url.authority().isEmpty()) {
            throw new SnapshotException(
                    "%s: a directory has three slashes before it, as %s:///backups"
                            .formatted(url, url.scheme()));
        }
        return Path.of("/" + url.path());
    }
}
