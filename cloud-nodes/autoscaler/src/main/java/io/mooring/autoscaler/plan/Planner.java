package io.mooring.autoscaler.plan;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.controller.Settings;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.plan.Plan.Kind;
import io.mooring.autoscaler.plan.Plan.Line;
import io.mooring.autoscaler.port.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/// Asks the controller itself for its next step, and writes it down instead of doing it. The same
/// cluster has the same plan.
public final class Planner {

    private static final Instant NOW = Instant.EPOCH.plus(Duration.ofDays(2));
    private static final Settings AT_ONCE =
            new Settings(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(1));

    private Planner() {}

    public static Plan plan(Workload workload) {
        return plan(Written.cluster(workload, NOW), NOW);
    }

    /// What it would do with the cluster if nothing else happened until its nodes have been left
    /// alone for as long as their pools say, and if every pool's plan were approved.
    public static Plan plan(Cluster observed, Instant now) {
        Cluster cluster = withoutConsents(observed);
        var controller = new Controller(AT_ONCE, new Random(0));
        Instant then = now.plus(longestRest(cluster));
        if (then.isAfter(now)) {
            var _ = controller.step(cluster, now);
        }
        return written(cluster, controller.step(cluster, then).actions());
    }

    private static Duration longestRest(Cluster cluster) {
        return cluster.pools().values().stream()
                .map(pool -> pool.consolidation().after())
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Cluster withoutConsents(Cluster cluster) {
        var pools = new TreeMap<>(cluster.pools());
        pools.replaceAll((_, pool) -> pool.unasked());
        return new Cluster(
                pools,
                cluster.claims(),
                cluster.nodes(),
                cluster.pods(),
                cluster.podBudgets(),
                cluster.daemons(),
                cluster.buffers(),
                cluster.namespaces(),
                cluster.types());
    }

    private static Plan written(Cluster cluster, List<Action> actions) {
        Map<String, String> why = new HashMap<>();
        var homeless = new ArrayList<String>();
        for (Action action : actions) {
            if (action instanceof Action.Say(var kind, var object, var reason, var text)) {
                if (kind.equals("NodeClaim")) {
                    why.put(object, text);
                } else if (reason.equals("NoMachine")) {
                    homeless.add(object + ": " + text);
                }
            }
        }
        double now = cluster.claims().values().stream().mapToDouble(c -> c.spec().price()).sum();
        double then = now;
        var lines = new ArrayList<Line>();
        for (Action action : actions) {
            switch (action) {
                case Action.CreateClaim(Claim claim) -> {
                    String instead = claim.command() == null ? "" : "instead of what is replaced";
                    lines.add(
                            line(Kind.LAUNCH, "", claim, why.getOrDefault(claim.name(), instead)));
                    then += claim.spec().price();
                }
                case Action.UpdateClaim(Claim claim) when claim.leaving() -> {
                    lines.add(line(Kind.REPLACE, claim.name(), claim, reason(why, claim)));
                    then -= claim.spec().price();
                }
                case Action.DeleteClaim(var name, _, _) -> {
                    Claim claim = cluster.claims().get(name);
                    if (claim != null) {
                        lines.add(line(Kind.REMOVE, name, claim, reason(why, claim)));
                        then -= claim.spec().price();
                    }
                }
                default -> {}
            }
        }
        return new Plan(lines, homeless, now, then);
    }

    private static String reason(Map<String, String> why, Claim claim) {
        return why.getOrDefault(claim.name(), "");
    }

    private static Line line(Kind kind, String node, Claim claim, String why) {
        Claim.Spec spec = claim.spec();
        return new Line(
                kind,
                node,
                claim.pool(),
                spec.instanceType(),
                spec.zone(),
                spec.capacityType(),
                spec.price(),
                why);
    }
}
