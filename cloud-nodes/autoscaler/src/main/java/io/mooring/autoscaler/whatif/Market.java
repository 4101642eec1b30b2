package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Operator;
import io.mooring.autoscaler.model.Requirement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What can be bought now, by which pool: all providers' types together, each pool bound to its
/// provider's; what was refused lately is sold out, and what is being launched is no longer
/// counted.
public final class Market {

    static final String PROVIDER = "mooring.io/provider";
    private static final double NANOS = 1e9;

    public final List<InstanceType> types;
    private final Map<String, InstanceType> byName = new HashMap<>();

    public Market(Cluster cluster, SoldOut soldOut) {
        var launching = launching(cluster);
        var found = new ArrayList<InstanceType>();
        cluster.types()
                .forEach((provider, sold) -> {
                    for (InstanceType type : sold) {
                        InstanceType now = now(provider, type, soldOut, launching);
                        found.add(now);
                        byName.put(provider + "/" + type.name(), now);
                    }
                });
        types = List.copyOf(found);
    }

    public @Nullable InstanceType type(String provider, String name) {
        return byName.get(provider + "/" + name);
    }

    /// These pools with what their claims, going ones too, leave of their limits.
    List<NodePool> pools(Cluster cluster, Predicate<Pool> which) {
        var pools = new ArrayList<NodePool>();
        for (Pool pool : cluster.pools().values()) {
            if (which.test(pool)) {
                pools.add(bound(pool, cluster.claims().values()));
            }
        }
        return pools;
    }

    private static NodePool bound(Pool pool, Collection<Claim> claims) {
        NodePool placement = pool.placement();
        var requirements = new ArrayList<>(placement.requirements());
        requirements.add(Requirement.of(PROVIDER, Operator.IN, List.of(pool.provider())));
        var limits = new TreeMap<>(placement.limits());
        for (Claim claim : claims) {
            if (claim.pool().equals(pool.name())) {
                limits.replaceAll((name, left) -> Math.max(0, left - charge(name, claim.spec())));
            }
        }
        return new NodePool(
                placement.name(),
                placement.weight(),
                placement.labels(),
                placement.taints(),
                requirements,
                limits);
    }

    /// Whether a machine charges none of these limits with more than another one.
    static boolean takesNoMore(Claim.Spec spec, Claim.Spec than, Set<String> limits) {
        return limits.stream().allMatch(limit -> charge(limit, spec) <= charge(limit, than));
    }

    private static long charge(String limit, Claim.Spec spec) {
        return switch (limit) {
            case NodePool.NODES -> 1;
            case NodePool.DOLLARS_AN_HOUR -> Math.round(spec.price() * NANOS);
            default -> spec.capacity().getOrDefault(limit, 0L);
        };
    }

    private static InstanceType now(
            String provider, InstanceType type, SoldOut soldOut, Map<String, Integer> launching) {
        var labels = new TreeMap<>(type.labels());
        labels.put(PROVIDER, new TreeSet<>(List.of(provider)));
        var offerings = new ArrayList<Offering>();
        for (Offering offering : type.offerings()) {
            long count = offering.count();
            if (count != Offering.UNLIMITED) {
                count -= launching.getOrDefault(stock(provider, type.name(), offering), 0);
            }
            offerings.add(
                    new Offering(
                            offering.zone(),
                            offering.capacityType(),
                            offering.price(),
                            offering.available() && !soldOut.has(provider, type.name(), offering),
                            offering.reservation(),
                            Math.max(0, count)));
        }
        return new InstanceType(
                type.name(), type.capacity(), type.allocatable(), labels, offerings);
    }

    /// How many of each finite inventory claims without a machine will take.
    private static Map<String, Integer> launching(Cluster cluster) {
        var launching = new HashMap<String, Integer>();
        for (Claim claim : cluster.claims().values()) {
            if (claim.status().launched() == null && !claim.deleting()) {
                Claim.Spec spec = claim.spec();
                launching.merge(
                        stock(
                                claim.provider(),
                                spec.instanceType(),
                                new Offering(
                                        spec.zone(),
                                        spec.capacityType(),
                                        0,
                                        true,
                                        spec.reservation(),
                                        1)),
                        1,
                        Integer::sum);
            }
        }
        return launching;
    }

    private static String stock(String provider, String type, Offering offering) {
        return offering.reservation().isEmpty()
                ? String.join("/", provider, type, offering.zone(), offering.capacityType())
                : provider + "//" + offering.reservation();
    }
}
