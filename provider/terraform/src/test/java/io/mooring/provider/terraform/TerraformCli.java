package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The real `terraform` command on a configuration of its own: no network, no registry, no
/// initialisation, and no provider but the one it is told of.
final class TerraformCli {
    /// What a run printed and how it ended.
    record Run(int exitCode, String output) {
        Run mustEndWith(int expected) {
            assertThat(exitCode).as(output).isEqualTo(expected);
            return this;
        }
    }

    private static final String COLOURS = "\u001B\\[[0-9;]*m";

    private final Path home;
    private final Map<String, String> environment;

    private TerraformCli(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    /// Has providers started from a directory, as users' commands start them.
    static TerraformCli startingFrom(Path home, String source, Path directory) throws IOException {
        var settings =
                """
                provider_installation {
                  dev_overrides { "%s" = "%s" }
                }
                """
                        .formatted(source, directory);
        return new TerraformCli(home, environment(home, settings));
    }

    /// Has the provider of this process attached.
    static TerraformCli attachedTo(Path home, String source, Plugin plugin) throws IOException {
        var environment = new HashMap<>(environment(home, ""));
        environment.put("TF_REATTACH_PROVIDERS", plugin.reattachment(source));
        return new TerraformCli(home, environment);
    }

    /// Where the command is: what `MOORING_TERRAFORM` names, which may be OpenTofu's, or on the
    /// path.
    static Optional<Path> command() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("MOORING_TERRAFORM")).map(Path::of),
                        Stream.of(System.getenv("PATH").split(":"))
                                .map(directory -> Path.of(directory, "terraform")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    /// A run that goes on.
    record Running(Process process, Path output) {
        /// Ctrl-C, as far as Terraform itself sees it.
        void interrupt() throws IOException, InterruptedException {
            var kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }

        Run end() throws IOException, InterruptedException {
            if (!process.waitFor(180, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("terraform did not end:\n" + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output).replaceAll(COLOURS, ""));
        }
    }

    Running start(String... arguments) throws IOException {
        var output = Files.createTempFile(home, "run", ".log");
        var words = new ArrayList<>(List.of(command().orElseThrow().toString()));
        words.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(words)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    private static Map<String, String> environment(Path home, String settings) throws IOException {
        var file = home.resolve("cli.tfrc");
        Files.writeString(file, settings);
        return Map.of(
                "TF_CLI_CONFIG_FILE",
                file.toString(),
                "TF_DATA_DIR",
                home.resolve(".terraform").toString(),
                "CHECKPOINT_DISABLE",
                "1",
                "TF_IN_AUTOMATION",
                "1",
                "TF_INPUT",
                "0");
    }
}
