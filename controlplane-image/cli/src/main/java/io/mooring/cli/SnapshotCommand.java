package io.mooring.cli;

import picocli.CommandLine.Command;

@Command(
        name = "snapshot",
        description = "All of a virtual cluster in one encrypted file, and back.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SnapshotCreateCommand.class,
            SnapshotRestoreCommand.class,
            SnapshotListCommand.class,
            SnapshotInspectCommand.class,
            SnapshotDeleteCommand.class
        })
final class SnapshotCommand {}
