package io.mooring.cli;

import io.mooring.autonodes.ClusterPlan;
import io.mooring.autoscaler.plan.Plan;
import io.mooring.autoscaler.plan.Plan.Line;
import io.mooring.autoscaler.plan.Planner;
import io.mooring.kube.KubeClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description =
                "Say what would be launched, replaced and removed now, why, and what it costs;"
                        + " changes nothing.",
        mixinStandardHelpOptions = true)
final class AutoscalerPlanCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of("action", "node", "pool", "type", "zone", "capacity", "price", "why");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    @Mixin private ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--workload",
            description =
                    "In place of a running cluster: a node-workload/v1 file with its"
                            + " existingNodes.")
    private @Nullable Path workload;

    @Override
    public Integer call() {
        Plan plan = workload == null ? running() : Planner.plan(AutoscalerCommand.read(workload));
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows =
                plan.lines().stream().map(AutoscalerPlanCommand::row).toList();
        if (output.json()) {
            output.print(out, json(plan, rows), "");
            return 0;
        }
        if (!rows.isEmpty()) {
            output.printRows(out, COLUMNS, rows);
        }
        plan.homeless().forEach(out::println);
        out.println(summary(plan));
        return 0;
    }

    private Plan running() {
        try (KubeClient kube = cluster.connect()) {
            return ClusterPlan.of(kube, Clock.systemUTC().instant());
        } catch (IllegalStateException e) {
            throw new CliException("planning: " + e.getMessage());
        }
    }

    private static Map<String, Object> row(Line line) {
        var row = new LinkedHashMap<String, Object>();
        row.put("action", line.kind().toString());
        row.put("node", line.node());
        row.put("pool", line.pool());
        row.put("type", line.instanceType());
        row.put("zone", line.zone());
        row.put("capacity", line.capacityType());
        row.put("price", line.price());
        row.put("why", line.why());
        return row;
    }

    private static Map<String, Object> json(Plan plan, List<Map<String, Object>> rows) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("actions", rows);
        fields.put("unplaced", plan.homeless());
        fields.put("priceNow", plan.now());
        fields.put("priceThen", plan.then());
        return fields;
    }

    private static String summary(Plan plan) {
        return plan.lines().isEmpty()
                ? String.format(Locale.ROOT, "nothing to do; %.4f dollars an hour", plan.now())
                : String.format(
                        Locale.ROOT,
                        "%.4f dollars an hour now, %.4f then",
                        plan.now(),
                        plan.then());
    }
}
