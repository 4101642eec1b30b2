package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.port.Action;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Figures under the names that Karpenter's users have on their dashboards. Thread-safe.
final class Figures {

    private static final String CREATED = "karpenter_nodeclaims_created_total";
    private static final String TERMINATED = "karpenter_nodeclaims_terminated_total";
    private static final String DISRUPTED = "karpenter_nodeclaims_disrupted_total";
    private static final String NODES = "karpenter_cluster_state_node_count";
    private static final String COST = "karpenter_nodepools_cost_total";

    // guarded by this: by name and labels as they are written
    private final TreeMap<String, Double> counters = new TreeMap<>();
    private Map<String, Double> gauges = Map.of();

    synchronized void count(Action action, Cluster cluster) {
        switch (action) {
            case Action.CreateClaim(Claim claim) -> add(CREATED, pool(claim));
            case Action.RemoveClaim(var name) -> {
                Claim claim = cluster.claims().get(name);
                if (claim != null) {
                    add(TERMINATED, pool(claim));
                }
            }
            case Action.DeleteClaim(var name, var reason, _) -> {
                Claim claim = cluster.claims().get(name);
                if (claim != null) {
                    add(DISRUPTED, pool(claim) + ",reason=\"" + reason + '"');
                }
            }
            default -> {}
        }
    }

    synchronized void look(Cluster cluster) {
        var seen = new TreeMap<String, Double>();
        seen.put(NODES, (double) cluster.nodes().size());
        cluster.pools()
                .keySet()
                .forEach(pool -> seen.put(COST + "{nodepool=\"" + pool + "\"}", 0.0));
        for (Claim claim : cluster.claims().values()) {
            seen.merge(COST + '{' + pool(claim) + '}', claim.spec().price(), Double::sum);
        }
        gauges = seen;
    }

    private static String pool(Claim claim) {
        return "nodepool=\"" + claim.pool() + '"';
    }

    private void add(String name, String labels) {
        counters.merge(name + '{' + labels + '}', 1.0, Double::sum);
    }

    synchronized String render() {
        var text = new StringBuilder();
        write(text, counters, "counter");
        write(text, gauges, "gauge");
        return text.toString();
    }

    private static void write(StringBuilder text, Map<String, Double> figures, String type) {
        String last = "";
        for (var figure : figures.entrySet()) {
            String name = figure.getKey().replaceFirst("\\{.*", "");
            if (!name.equals(last)) {
                text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
                last = name;
            }
            text.append(figure.getKey())
                    .append(String.format(Locale.ROOT, " %s%n", number(figure.getValue())));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
