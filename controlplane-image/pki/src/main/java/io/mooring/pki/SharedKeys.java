package io.mooring.pki;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// What all replicas of one control plane must have in common: its authorities and its
/// service-account keys. All else of a PKI is issued by these, to each replica its own.
public final class SharedKeys {

    /// The files, by their names in the directory of a PKI.
    public static final List<String> FILES =
            List.of(
                    "ca.crt",
                    "ca.key",
                    "front-proxy-ca.crt",
                    "front-proxy-ca.key",
                    "sa.key",
                    "sa.pub",
                    "etcd-ca.crt",
                    "etcd-ca.key");

    private SharedKeys() {}

    /// Makes those that are missing in a directory.
    ///
    /// @throws PkiException if files that exist contradict each other
    public static void ensure(Path directory, Clock clock) {
        SecureFiles.directory(directory);
        var files = new AuthorityFiles(directory, new Issuer(clock), _ -> {});
        files.cluster();
        files.frontProxy();
        files.store();
        files.serviceAccountKeys();
    }
}
