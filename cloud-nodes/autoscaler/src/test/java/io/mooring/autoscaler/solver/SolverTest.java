package io.mooring.autoscaler.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.testkit.Checker;
import io.mooring.autoscaler.testkit.Cloud;
import io.mooring.autoscaler.testkit.Mixes;
import io.mooring.autoscaler.workload.ResultWriter;
import io.mooring.autoscaler.workload.WorkloadReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole workloads: what must hold of every answer.
final class SolverTest {

    @TempDir private Path directory = Path.of("");

    private static Workload read(String json) {
        return WorkloadReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] result(Workload workload) {
        var out = new ByteArrayOutputStream();
        ResultWriter.write(workload.name(), Solver.solve(workload), out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noMixBreaksARuleOrLeavesAPod(long seed) {
        Workload mixed = read(Mixes.mixed(150 + (int) seed * 40, seed));
        Workload upstream = read(Mixes.upstream(60, seed));

        assertThat(Checker.problems(mixed, Solver.solve(mixed))).as("seed " + seed).isEmpty();
        assertThat(Solver.solve(mixed).unplacedPods()).as("seed " + seed).isZero();
        assertThat(Checker.problems(upstream, Solver.solve(upstream))).isEmpty();
    }

    @Test
    void theIndependentCheckerFindsNoError() throws IOException, InterruptedException {
        for (long seed = 11; seed < 14; seed++) {
            String json = Mixes.mixed(300, seed);
            Path workload = Files.writeString(directory.resolve(seed + ".json"), json);
            Path result = Files.write(directory.resolve(seed + ".out"), result(read(json)));

            assertThat(check(workload, result)).contains("unplaced 0").contains("errors 0");
        }
    }

    private static String check(Path workload, Path result)
            throws IOException, InterruptedException {
        Process python =
                new ProcessBuilder(
                                "python3",
                                "src/test/resources/check.py",
                                workload.toString(),
                                result.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        python.waitFor();
        return said;
    }

    @Test
    void theSameWorkloadGivesTheSameBytes() {
        String json = Mixes.mixed(400, 21);

        assertThat(result(read(json))).isEqualTo(result(read(json)));
    }

    @Test
    void theOrderOfTheInputDoesNotChangeThePrice() {
        Workload workload = read(Mixes.mixed(400, 22));

        double price = Solver.solve(workload).price();

        assertThat(Solver.solve(shuffled(workload, new Random(1))).price()).isEqualTo(price);
        assertThat(Solver.solve(shuffled(workload, new Random(2))).price()).isEqualTo(price);
    }

    /// A fifth of its pods wants a node each, so what matters is which others fill these nodes.
    @Test
    void nodesThatHaveToBeManyAreFilledByWhatFitsWhateverTheOrderOfTheInput() {
        Workload workload = read(Mixes.upstream(300, 1));

        Solution solution = Solver.solve(workload);

        assertThat(solution.overBound()).isLessThan(1.2);
        assertThat(Solver.solve(shuffled(workload, new Random(3))).price())
                .isEqualTo(solution.price());
    }

    private static Workload shuffled(Workload workload, Random random) {
        var types = new ArrayList<>(workload.instanceTypes());
        var pools = new ArrayList<>(workload.nodePools());
        var order = new ArrayList<Integer>();
        for (int i = 0; i < workload.podTemplates().size(); i++) {
            order.add(i);
        }
        var pods = new ArrayList<>(workload.pods());
        for (List<?> list : List.of(types, pools, order, pods)) {
            Collections.shuffle(list, random);
        }
        pods.replaceAll(order::indexOf);
        return new Workload(
                workload.name(),
                types,
                pools,
                workload.daemonPods(),
                order.stream().map(workload.podTemplates()::get).toList(),
                pods,
                workload.existingNodes(),
                workload.namespaces());
    }

    @Test
    void smallWorkloadsCostLittleMoreThanTheBestThereIs() {
        double best = 0;
        double found = 0;
        for (long seed = 0; seed < 40; seed++) {
            int[] cpus = new Random(seed).ints(6, 1, 6).toArray();
            var templates = new ArrayList<String>();
            for (int cpu : cpus) {
                templates.add("{'requests': {'cpu': '%d'}}".formatted(cpu));
            }
            Workload workload =
                    Cloud.workload(
                            "{'name': 'p'}",
                            "'podTemplates': " + templates + ", 'pods': [0, 1, 2, 3, 4, 5]",
                            "");
            double optimum = cheapest(cpus, 0, new ArrayList<>());
            double price = Solver.solve(workload).price();
            assertThat(price).as("seed " + seed).isGreaterThanOrEqualTo(optimum - 1e-9);
            best += optimum;
            found += price;
        }

        assertThat(found).isLessThanOrEqualTo(best * 1.02);
    }

    /// Tries every way to group the pods.
    private static double cheapest(int[] cpus, int next, List<Integer> groups) {
        if (next == cpus.length) {
            return groups.stream()
                    .mapToDouble(
                            cpu -> cpu <= 2 ? 0.10 : cpu <= 8 ? 0.15 : Double.POSITIVE_INFINITY)
                    .sum();
        }
        groups.add(cpus[next]);
        double best = cheapest(cpus, next + 1, groups);
        groups.removeLast();
        for (int i = 0; i < groups.size(); i++) {
            groups.set(i, groups.get(i) + cpus[next]);
            best = Math.min(best, cheapest(cpus, next + 1, groups));
            groups.set(i, groups.get(i) - cpus[next]);
        }
        return best;
    }
}
