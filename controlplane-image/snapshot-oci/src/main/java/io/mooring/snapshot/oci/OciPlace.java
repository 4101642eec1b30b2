package io.mooring.snapshot.oci;

import io.mooring.registry.RegistryException;
import io.mooring.registry.Repository;
import io.mooring.registry.RepositoryName;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotUrl;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A repository of snapshots, and how it is spoken to.
///
/// @param chunkBytes how much of a snapshot goes in one request
record OciPlace(RepositoryName repository, long chunkBytes) {

    private static final String PLAIN = "plain-http";
    private static final String CHUNK = "chunk-mib";
    private static final Pattern MEBIBYTES = Pattern.compile("[1-9]\\d{0,3}");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

    /// Of `oci://HOST[:PORT]/REPOSITORY?plain-http=BOOLEAN&chunk-mib=NUMBER`.
    static OciPlace of(SnapshotUrl url) {
        url.requireOptions(Set.of(PLAIN, CHUNK));
        if (url.authority().isEmpty() || url.path().isEmpty()) {
            throw new SnapshotException(
                    url + " names no repository; it should be as oci://HOST/REPOSITORY");
        }
        Optional<Boolean> plain =
                Optional.ofNullable(url.options().get(PLAIN)).map(text -> truth(url, text));
        try {
            return new OciPlace(
                    RepositoryName.of(url.authority(), url.path(), plain),
                    Optional.ofNullable(url.options().get(CHUNK))
                            .map(text -> chunk(url, text))
                            .orElse(Repository.CHUNK_BYTES));
        } catch (RegistryException e) {
            throw new SnapshotException(url + ": " + e.getMessage(), e);
        }
    }

    private static boolean truth(SnapshotUrl url, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new SnapshotException(
                    "%s: %s must be true or false, but is %s".formatted(url, PLAIN, text));
        }
        return text.equals("true");
    }

    private static long chunk(SnapshotUrl url, String text) {
        if (!MEBIBYTES.matcher(text).matches()) {
            throw new SnapshotException(
                    "%s: %s must be a number from 1 to 9999, but is %s"
                            .formatted(url, CHUNK, text));
        }
        return Long.parseLong(text) << 20;
    }

    void requireName(String name) {
        if (!TAG.matcher(name).matches()) {
            throw new SnapshotException(
                    "\"%s\" cannot be the tag of a snapshot in %s: letters and digits, with . _ - after the first, 128 at most"
                            .formatted(name, url()));
        }
    }

    String url() {
        return "oci://" + repository;
    }

    String url(String name) {
        return url() + ":" + name;
    }
}
