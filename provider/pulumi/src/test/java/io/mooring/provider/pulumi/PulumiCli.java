package io.mooring.provider.pulumi;

import io.mooring.provider.core.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The real `pulumi` command on a project of its own, with its state in a directory: no network, no
/// account, no plugin but the one given.
final class PulumiCli {
    /// What a run printed and how it ended.
    record Run(int exitCode, String output) {
        Run mustSucceed() {
            if (exitCode != 0) {
                throw new AssertionError("pulumi failed with " + exitCode + ":\n" + output);
            }
            return this;
        }
    }

    private final Path binaries;
    private final Path home;

    PulumiCli(Path binaries, Path home) {
        this.binaries = binaries;
        this.home = home;
    }

    /// Where upstream binaries were built, if `pulumi` is among them.
    static Optional<Path> binaries() {
        var named = System.getenv("MOORING_BIN_DIR");
        var directory =
                named == null
                        ? Path.of(System.getProperty("user.home"), ".cache", "mooring", "bin")
                        : Path.of(named);
        return Files.isExecutable(directory.resolve("pulumi"))
                ? Optional.of(directory)
                : Optional.empty();
    }

    /// Writes a launcher of a plugin that runs a class of this test's class path.
    static void writeLauncher(Path file, Class<?> mainClass) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(
                file,
                """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr \
                --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED \
                -Djava.util.concurrent.ForkJoinPool.common.parallelism=2 \
                -cp '%s' %s "$@"
                """
                        .formatted(
                                java, System.getProperty("java.class.path"), mainClass.getName()));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    Process start(List<String> arguments, Path output) throws IOException {
        return start(arguments, output, "");
    }

    private Process start(List<String> arguments, Path output, String attached) throws IOException {
        var command = new ArrayList<String>();
        command.add(binaries.resolve("pulumi").toString());
        command.addAll(arguments);
        var builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "PULUMI_BACKEND_URL",
                                "file://" + home,
                                "PULUMI_CONFIG_PASSPHRASE",
                                "test",
                                "PULUMI_HOME",
                                home.resolve(".home").toString(),
                                "PULUMI_SKIP_UPDATE_CHECK",
                                "true",
                                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
                                "true",
                                "PULUMI_DEBUG_PROVIDERS",
                                attached,
                                "NO_COLOR",
                                "1",
                                "PATH",
                                binaries + ":" + System.getenv("PATH")));
        return builder.start();
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return run(arguments, "");
    }

    /// Runs it with a provider of this process, which the engine attaches itself to.
    Run runAttached(String name, Supplier<Registry> registry, String... arguments)
            throws IOException, InterruptedException {
        try (var plugin = Plugin.start(registry, "")) {
            return runAttached(name, plugin, arguments);
        }
    }

    /// The same with one that is there.
    Run runAttached(String name, Plugin plugin, String... arguments)
            throws IOException, InterruptedException {
        return run(arguments, name + ":" + plugin.port());
    }

    private Run run(String[] arguments, String attached) throws IOException, InterruptedException {
        var output = Files.createTempFile(home, "run", ".log");
        var process = start(List.of(arguments), output, attached);
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("pulumi did not end:\n" + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
