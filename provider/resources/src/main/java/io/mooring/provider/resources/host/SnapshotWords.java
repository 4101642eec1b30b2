package io.mooring.provider.resources.host;

import java.util.ArrayList;
import java.util.List;

/// How the program in the image of a control plane is told to make a snapshot of it there, or to
/// restore one: the passphrase is the first line of its input; the snapshot is its output, or the
/// rest of its input.
public final class SnapshotWords {

    private static final String PREFIX = "mooring snapshot (create|restore): ";

    private SnapshotWords() {}

    /// @param config where its configuration is, in the container
    /// @param data where its state is, in the container
    public static List<String> of(String cluster, String config, String data) {
        return words("create", cluster, config, data);
    }

    /// @param config where its configuration is, in the container
    /// @param data where its state is, in the container
    /// @param bytes how many bytes of its input are the snapshot
    /// @param force whether a cluster that is there is put aside
    public static List<String> ofRestore(
            String cluster, String config, String data, long bytes, boolean force) {
        var words = new ArrayList<>(words("restore", cluster, config, data));
        words.add("--input-bytes=" + bytes);
        words.add("--output=json");
        if (force) {
            words.add("--force");
        }
        return List.copyOf(words);
    }

    private static List<String> words(String verb, String cluster, String config, String data) {
        return List.of(
                "/opt/mooring/runtime/bin/java",
                "@/opt/mooring/java.args",
                "io.mooring.cli.Main",
                "snapshot",
                verb,
                "-",
                "--name=" + cluster,
                "--config=" + config,
                "--data-dir=" + data,
                "--passphrase-file=-");
    }

    /// Why it failed, out of what it wrote as errors.
    public static String reason(String errors) {
        String[] said = errors.strip().split(PREFIX, -1);
        return said[said.length - 1];
    }
}
