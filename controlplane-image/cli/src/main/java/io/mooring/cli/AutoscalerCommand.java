package io.mooring.cli;

import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Solution;
import io.mooring.autoscaler.solver.Solver;
import io.mooring.autoscaler.workload.ResultWriter;
import io.mooring.autoscaler.workload.WorkloadException;
import io.mooring.autoscaler.workload.WorkloadReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "autoscaler",
        description = "Which machines pods need.",
        mixinStandardHelpOptions = true,
        subcommands = {AutoscalerCommand.Solve.class, AutoscalerPlanCommand.class})
final class AutoscalerCommand {

    static Workload read(Path workload) {
        try (var file = Files.newInputStream(workload)) {
            return WorkloadReader.read(file);
        } catch (IOException e) {
            throw new CliException("reading " + workload + ": " + e);
        } catch (WorkloadException e) {
            throw new CliException("reading " + workload + ": " + e.getMessage());
        }
    }

    @Command(
            name = "solve",
            description = "Choose machines for the pods of a node-workload/v1 file.",
            mixinStandardHelpOptions = true)
    static final class Solve implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();

        @Option(names = "--workload", required = true, description = "The workload, JSON.")
        private Path workload = Path.of("");

        @Option(names = "--out", required = true, description = "Where the result goes, JSON.")
        private Path out = Path.of("");

        @Option(
                names = "--explain",
                description = "Where to say why each node is bought and each pod left, JSON.")
        private @Nullable Path explain;

        @Override
        public Integer call() {
            Workload read = read(workload);
            Solution solution = Solver.solve(read);
            write(out, stream -> ResultWriter.write(read.name(), solution, stream));
            if (explain != null) {
                write(explain, stream -> ResultWriter.explain(solution, stream));
            }
            output.print(spec.commandLine().getOut(), json(read, solution), line(read, solution));
            return 0;
        }

        private static void write(Path file, Consumer<OutputStream> content) {
            try (var stream = new BufferedOutputStream(Files.newOutputStream(file))) {
                content.accept(stream);
            } catch (IOException e) {
                throw new CliException("writing " + file + ": " + e);
            }
        }

        private static String line(Workload workload, Solution solution) {
            return String.format(
                    Locale.ROOT,
                    "%s: pods %d unplaced %d nodes %d price %.4f lowerBound %.4f price/lowerBound"
                            + " %.3f",
                    workload.name(),
                    workload.pods().size(),
                    solution.unplacedPods(),
                    solution.nodes().size(),
                    solution.price(),
                    solution.lowerBound(),
                    solution.overBound());
        }

        private static Map<String, Object> json(Workload workload, Solution solution) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("workload", workload.name());
            fields.put("pods", workload.pods().size());
            fields.put("unplaced", solution.unplacedPods());
            fields.put("nodes", solution.nodes().size());
            fields.put("price", solution.price());
            fields.put("lowerBound", solution.lowerBound());
            return fields;
        }
    }
}
