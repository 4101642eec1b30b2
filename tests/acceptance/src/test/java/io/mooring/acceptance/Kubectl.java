package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// kubectl with the kubeconfig of one virtual cluster.
record Kubectl(Path kubeconfig) {

    static Kubectl of(Path directory, String kubeconfig) {
        try {
            var owner = PosixFilePermissions.fromString("rw-------");
            Path file = directory.resolve("kubeconfig");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            return new Kubectl(Files.writeString(file, kubeconfig));
        } catch (IOException e) {
            throw new AssertionError("writing the kubeconfig", e);
        }
    }

    Command.Result run(String... arguments) {
        return Command.in(kubeconfig.getParent()).run(command(arguments));
    }

    Process start(String... arguments) {
        return Command.in(kubeconfig.getParent()).start(command(arguments));
    }

    String get(String... arguments) {
        return run(arguments).succeeded();
    }

    private String[] command(String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(Tree.upstream("kubectl"));
        all.add("--kubeconfig=" + kubeconfig);
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }
}
