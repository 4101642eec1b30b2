package io.mooring.acceptance;

import java.nio.file.Path;

/// What local clusters leave on a machine: processes, mounts, namespaces, cgroups, files, rules.
final class Footprint {

    private Footprint() {}

    /// Empty when nothing of the cluster is left; a line for each thing that is.
    static String of(String cluster) {
        Command.Result result = Command.in(Path.of("/")).run(Tree.tool("leftovers"), cluster);
        return result.exitCode() == 0 ? "" : result.output();
    }
}
