package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Claim.Command;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.solver.Solution.Other;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes claims of planned nodes.
public final class Orders {

    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Market market;
    private final Cluster cluster;
    private final RandomGenerator random;
    private final Set<String> taken = new HashSet<>();

    public Orders(Market market, Cluster cluster, RandomGenerator random) {
        this.market = market;
        this.cluster = cluster;
        this.random = random;
        taken.addAll(cluster.claims().keySet());
    }

    /// Null where pool or type are not known.
    public @Nullable Claim claim(PlannedNode node, Instant now, @Nullable Command command) {
        Pool pool = cluster.pools().get(node.nodePool());
        InstanceType type = pool == null ? null : market.type(pool.provider(), node.instanceType());
        if (pool == null || type == null) {
            return null;
        }
        Claim.Spec spec =
                spec(
                        pool,
                        type,
                        new Other(
                                node.instanceType(),
                                node.zone(),
                                node.capacityType(),
                                node.labels(),
                                node.price()),
                        node.reservation());
        return new Claim(
                name(pool.name()),
                pool.name(),
                pool.provider(),
                now,
                spec.with(others(node, pool, spec, command != null)),
                Claim.Status.NEW,
                null,
                command);
    }

    /// @param noDearer what comes instead of a node must not eat up what is to be saved
    private List<Claim.Spec> others(
            PlannedNode node, Pool pool, Claim.Spec wanted, boolean noDearer) {
        List<Claim.Spec> others = new ArrayList<>();
        for (Other other : node.others()) {
            InstanceType type = market.type(pool.provider(), other.instanceType());
            if (type != null && (!noDearer || other.price() <= wanted.price())) {
                Claim.Spec spec = spec(pool, type, other, "");
                if (Market.takesNoMore(spec, wanted, pool.placement().limits().keySet())) {
                    others.add(spec);
                }
            }
        }
        return others;
    }

    private static Claim.Spec spec(Pool pool, InstanceType type, Other sold, String reservation) {
        var labels = new TreeMap<>(sold.labels());
        labels.remove(Market.PROVIDER);
        return new Claim.Spec(
                sold.instanceType(),
                sold.zone(),
                sold.capacityType(),
                reservation,
                sold.price(),
                labels,
                pool.placement().taints(),
                pool.startupTaints(),
                type.capacity(),
                type.allocatable(),
                pool.expireAfter(),
                pool.gracePeriod(),
                pool.hash(),
                List.of());
    }

    private String name(String pool) {
        while (true) {
            var name = new StringBuilder(pool).append('-');
            for (int i = 0; i < 5; i++) {
                name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (taken.add(name.toString())) {
                return name.toString();
            }
        }
    }
}
