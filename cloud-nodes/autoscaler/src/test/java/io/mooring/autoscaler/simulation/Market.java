package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Consolidation;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.model.Toleration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Machines, pools and pods of the simulations.
public final class Market {

    public static final String CLOUD = "cloud";
    public static final String METAL = "metal";
    public static final Taint STARTUP = new Taint("example.com/agent", "", "NoSchedule");

    private Market() {}

    /// 2 to 16 CPU in two zones, on demand and as spot.
    public static List<InstanceType> cloud() {
        var types = new ArrayList<InstanceType>();
        for (int cpu : new int[] {2, 4, 8, 16}) {
            var offerings = new ArrayList<Offering>();
            for (String zone : List.of("a", "b")) {
                double price = cpu * 0.05 + (zone.equals("b") ? 0.001 * cpu : 0);
                offerings.add(offering(zone, "on-demand", price, Offering.UNLIMITED));
                offerings.add(offering(zone, "spot", price * 0.4, Offering.UNLIMITED));
            }
            types.add(type("c" + cpu, cpu, offerings));
        }
        return types;
    }

    /// Two large machines of one's own.
    public static List<InstanceType> metal() {
        return List.of(type("m12", 12, List.of(offering("rack", "on-demand", 0.05, 2))));
    }

    private static Offering offering(String zone, String capacityType, double price, long count) {
        return new Offering(zone, capacityType, price, true, "", count);
    }

    public static InstanceType type(String name, int cpu, List<Offering> offerings) {
        SortedMap<String, Long> room = resources(cpu * 1000L, cpu * 4);
        room.put("pods", 30L);
        SortedMap<String, SortedSet<String>> labels = new TreeMap<>();
        labels.put("arch", new TreeSet<>(List.of("amd64")));
        return new InstanceType(name, room, room, labels, offerings);
    }

    public static SortedMap<String, Long> resources(long millis, long gibs) {
        return new TreeMap<>(Map.of("cpu", millis, "memory", gibs << 30));
    }

    public static List<Pool> pools() {
        return List.of(
                pool(
                        "general",
                        CLOUD,
                        0,
                        null,
                        List.of(),
                        List.of(
                                new Budget("20%", Set.of(), null, null),
                                new Budget(
                                        "0",
                                        Set.of(Reason.UNDERUTILIZED),
                                        "0 9 * * mon-fri",
                                        Duration.ofHours(2))),
                        Policy.WHEN_EMPTY_OR_UNDERUTILIZED),
                pool(
                        "stable",
                        CLOUD,
                        0,
                        null,
                        List.of(
                                Requirement.of(
                                        "karpenter.sh/capacity-type",
                                        Operator.IN,
                                        List.of("on-demand"))),
                        List.of(new Budget("2", Set.of(), null, null)),
                        Policy.BALANCED),
                pool(
                        "metal",
                        METAL,
                        10,
                        null,
                        List.of(),
                        List.of(new Budget("1", Set.of(), null, null)),
                        Policy.WHEN_EMPTY),
                pool(
                        "fixed",
                        CLOUD,
                        0,
                        2,
                        List.of(),
                        List.of(new Budget("1", Set.of(), null, null)),
                        Policy.WHEN_EMPTY));
    }

    public static Pool pool(
            String name,
            String provider,
            int weight,
            @Nullable Integer replicas,
            List<Requirement> requirements,
            List<Budget> budgets,
            Policy policy) {
        SortedMap<String, String> labels = new TreeMap<>(Map.of("pool", name));
        SortedMap<String, Long> limits = new TreeMap<>(Map.of(NodePool.NODES, 40L));
        boolean metal = provider.equals(METAL);
        return new Pool(
                new NodePool(name, weight, labels, List.of(), requirements, limits),
                provider,
                replicas,
                List.of(STARTUP),
                Duration.ofHours(30),
                Duration.ofHours(1),
                new Consolidation(policy, Duration.ofMinutes(2), Duration.ofHours(1), 0.002),
                budgets,
                metal
                        ? new Timeouts(
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(60),
                                Duration.ofMinutes(10))
                        : new Timeouts(
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(15),
                                Duration.ofMinutes(10)),
                null,
                false);
    }

    public static Pool asking(Pool pool, String approved, String told) {
        return new Pool(
                pool.placement(),
                pool.provider(),
                pool.replicas(),
                pool.startupTaints(),
                pool.expireAfter(),
                pool.gracePeriod(),
                pool.consolidation(),
                pool.budgets(),
                pool.timeouts(),
                new Pool.Consent(approved, told),
                pool.deleting());
    }

    /// Lets its nodes drain for as long as they like.
    public static Pool patient(Pool pool) {
        return new Pool(
                pool.placement(),
                pool.provider(),
                pool.replicas(),
                pool.startupTaints(),
                pool.expireAfter(),
                null,
                pool.consolidation(),
                pool.budgets(),
                pool.timeouts(),
                pool.consent(),
                pool.deleting());
    }

    public static Pool resized(Pool pool, int replicas) {
        return new Pool(
                pool.placement(),
                pool.provider(),
                replicas,
                pool.startupTaints(),
                pool.expireAfter(),
                pool.gracePeriod(),
                pool.consolidation(),
                pool.budgets(),
                pool.timeouts(),
                pool.consent(),
                pool.deleting());
    }

    public static Pool relabelled(Pool pool, String version) {
        NodePool old = pool.placement();
        var labels = new TreeMap<>(old.labels());
        labels.put("version", version);
        return new Pool(
                new NodePool(
                        old.name(),
                        old.weight(),
                        labels,
                        old.taints(),
                        old.requirements(),
                        old.limits()),
                pool.provider(),
                pool.replicas(),
                pool.startupTaints(),
                pool.expireAfter(),
                pool.gracePeriod(),
                pool.consolidation(),
                pool.budgets(),
                pool.timeouts(),
                pool.consent(),
                pool.deleting());
    }

    public static PodTemplate pod(
            String app, SortedMap<String, Long> requests, Map<String, String> selector) {
        return new PodTemplate(
                "default",
                new TreeMap<>(Map.of("app", app)),
                requests,
                List.of(),
                new TreeMap<>(selector),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    public static PodTemplate daemon() {
        PodTemplate plain = pod("daemon", resources(100, 0), Map.of());
        return new PodTemplate(
                "kube-system",
                plain.labels(),
                plain.requests(),
                List.of(),
                plain.nodeSelector(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Toleration("", "Exists", "", "")),
                List.of());
    }
}
