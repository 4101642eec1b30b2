package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// kubectl with the kubeconfig of one virtual cluster.
///
/// @param before what starts it, as in another network namespace
/// @param flags what every call is given besides
public record Kubectl(Path kubeconfig, List<String> before, List<String> flags) {

    Kubectl(Path kubeconfig) {
        this(kubeconfig, List.of(), List.of());
    }

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

    public Command.Result run(String... arguments) {
        return Command.in(kubeconfig.getParent()).run(command(arguments));
    }

    /// Gives up, and kills it, after that time.
    Command.Result runWithin(Duration limit, String... arguments) {
        return Command.in(kubeconfig.getParent()).within(limit).run(command(arguments));
    }

    /// Starts it with its input left open, errors apart.
    Process startInteractive(String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    Process start(String... arguments) {
        return Command.in(kubeconfig.getParent()).start(command(arguments));
    }

    public String get(String... arguments) {
        return run(arguments).succeeded();
    }

    private String[] command(String... arguments) {
        List<String> all = new ArrayList<>(before);
        all.add(Tree.upstream("kubectl"));
        all.add("--kubeconfig=" + kubeconfig);
        all.addAll(flags);
        all.addAll(List.of(arguments));
        return all.toArray(String[]::new);
    }

    /// The certificate of the authority that its kubeconfig says, encoded.
    String authority() {
        return get(
                "config",
                "view",
                "--raw",
                "-o",
                "jsonpath={.clusters[0].cluster.certificate-authority-data}");
    }
}
