package io.mooring.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a store of snapshots asks for: by files or by the environment, since a command line is seen
/// by everybody on the machine.
final class StoreCredentialsOption {

    @Option(
            names = "--store-credentials",
            paramLabel = "DIRECTORY",
            description = {
                "For a store: the directory with its credentials, a file each; for S3",
                "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, for a registry username and password or",
                ".dockerconfigjson (default: as AWS's tools, or docker's, find them)."
            })
    private @Nullable Path directory;

    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }
}
