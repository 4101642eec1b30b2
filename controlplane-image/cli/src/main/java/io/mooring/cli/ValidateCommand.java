package io.mooring.cli;

import io.mooring.api.ConfigLoader;
import io.mooring.api.EffectiveConfig;
import io.mooring.api.InvalidConfigException;
import io.mooring.api.LoadedConfig;
import io.mooring.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Check a configuration; report every problem at once.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration, YAML.")
    private Path file = Path.of("");

    @Option(names = "--effective", description = "Print it with every default filled in.")
    private boolean effective;

    @Override
    public Integer call() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new CliException("reading " + file + ": " + e);
        }
        try {
            return valid(ConfigLoader.load(text));
        } catch (InvalidConfigException invalid) {
            return invalid(invalid);
        }
    }

    private int valid(LoadedConfig loaded) {
        loaded.warnings().forEach(w -> spec.commandLine().getErr().println("warning: " + w));
        String yaml = effective ? EffectiveConfig.toRedactedYaml(loaded.config()) : "";
        output.print(
                spec.commandLine().getOut(),
                Map.of("valid", true, "warnings", texts(loaded.warnings()), "effective", yaml),
                effective ? yaml : file + ": valid");
        return 0;
    }

    private int invalid(InvalidConfigException invalid) {
        invalid.warnings().forEach(w -> spec.commandLine().getErr().println("warning: " + w));
        output.print(
                spec.commandLine().getOut(),
                Map.of("valid", false, "problems", texts(invalid.problems())),
                String.join("\n", texts(invalid.problems())));
        return 1;
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
