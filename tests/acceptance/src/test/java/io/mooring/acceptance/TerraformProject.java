package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A copy of an example in a directory of its own, driven by the real `terraform` with its state
/// beside it. It finds the provider as a user's does who has built this tree.
///
/// @param front what to put before its command line, as to run it in a network namespace
/// @param variables what the example is given
record TerraformProject(Path directory, List<String> front, Map<String, String> variables) {

    static TerraformProject of(String example, Path directory, Map<String, String> variables) {
        var source = Tree.ROOT.resolve("examples/terraform").resolve(example);
        try {
            Files.copy(
                    source.resolve("main.tf"),
                    directory.resolve("main.tf"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(
                    directory.resolve("cli.tfrc"),
                    """
                    provider_installation {
                      dev_overrides { "mooring/mooring" = "%s" }
                    }
                    """
                            .formatted(Tree.ROOT.resolve("bin")));
        } catch (IOException e) {
            throw new AssertionError("copying " + source, e);
        }
        return new TerraformProject(directory, List.of(), Map.copyOf(variables));
    }

    TerraformProject after(List<String> front) {
        return new TerraformProject(directory, List.copyOf(front), variables);
    }

    Command.Result run(String... arguments) {
        return command().run(words("terraform", arguments));
    }

    /// With all that Terraform and its provider log in a file.
    Command.Result runLogged(Path log, String... arguments) {
        return command()
                .with("TF_LOG", "TRACE")
                .with("TF_LOG_PATH", log.toString())
                .run(words("terraform", arguments));
    }

    /// Starts it as a shell starts it: in a process group of its own, for Ctrl-C to reach all of
    /// it.
    Process startInItsGroup(String... arguments) {
        return command()
                .start(
                        Stream.concat(Stream.of("setsid"), words("terraform", arguments).stream())
                                .toArray(String[]::new));
    }

    String output(String name) {
        return run("output", "-raw", name).succeeded();
    }

    private List<String> words(String program, String... arguments) {
        var words = new ArrayList<>(front);
        words.add(program);
        words.addAll(List.of(arguments));
        return words;
    }

    private Command command() {
        var command =
                Command.in(directory)
                        .with("TF_CLI_CONFIG_FILE", directory.resolve("cli.tfrc").toString())
                        .with("CHECKPOINT_DISABLE", "1")
                        .with("GOGC", "400")
                        .with("TF_IN_AUTOMATION", "1")
                        .with("TF_INPUT", "0");
        for (var variable : variables.entrySet()) {
            command = command.with("TF_VAR_" + variable.getKey(), variable.getValue());
        }
        return command;
    }
}
