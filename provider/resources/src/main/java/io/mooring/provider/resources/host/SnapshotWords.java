package io.mooring.provider.resources.host;

import java.util.List;

/// How the program in the image of a control plane is told to make a snapshot of it there: the
/// snapshot is its output, the passphrase its input.
public final class SnapshotWords {

    private static final String PREFIX = "mooring snapshot create: ";

    private SnapshotWords() {}

    /// @param config where its configuration is, in the container
    /// @param data where its state is, in the container
    public static List<String> of(String cluster, String config, String data) {
        return List.of(
                "/opt/mooring/runtime/bin/java",
                "@/opt/mooring/java.args",
                "io.mooring.cli.Main",
                "snapshot",
                "create",
                "-",
                "--name=" + cluster,
                "--config=" + config,
                "--data-dir=" + data,
                "--passphrase-file=-");
    }

    /// Why it failed, out of what it wrote as errors.
    public static String reason(String errors) {
        String said = errors.strip();
        return said.substring(Math.max(0, said.lastIndexOf(PREFIX))).replace(PREFIX, "");
    }
}
