package io.mooring.cli;

import io.mooring.server.SnapshotPlace;
import io.mooring.snapshot.Passphrase;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// What making a snapshot and restoring one have in common: of which control plane, what it is
/// encrypted with, and how the store is opened that it is in.
final class SnapshotOptions {

    @Mixin private SnapshotPlaceOption cluster = new SnapshotPlaceOption();
    @Mixin private PassphraseOption passphrase = new PassphraseOption();
    @Mixin private StoreCredentialsOption credentials = new StoreCredentialsOption();

    SnapshotPlace place() {
        return cluster.place();
    }

    /// The name of a control plane that is in a host cluster.
    String hostedName() {
        return cluster.hostedName();
    }

    Passphrase passphrase() {
        return passphrase.require();
    }

    Optional<Path> credentials() {
        return credentials.directory();
    }
}
