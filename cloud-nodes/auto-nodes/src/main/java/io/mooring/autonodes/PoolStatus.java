package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells in the status of each pool how many nodes it has, and whether it may get more. For one
/// thread.
final class PoolStatus {

    private static final Logger LOG = LoggerFactory.getLogger(PoolStatus.class);

    private record Told(long nodes, String problem, long generation) {}

    private final KubeClient kube;
    private final Observation observation;
    private final Machines machines;
    private final Map<String, Told> told = new HashMap<>();

    PoolStatus(KubeClient kube, Observation observation, Machines machines) {
        this.kube = kube;
        this.observation = observation;
        this.machines = machines;
    }

    /// False if the API server does not answer now.
    ///
    /// @param generations the changes of specs that the cluster knows of
    boolean tell(Cluster cluster, Map<String, Long> generations, Instant now) {
        told.keySet().retainAll(cluster.pools().keySet());
        for (Pool pool : cluster.pools().values()) {
            long nodes =
                    cluster.claims().values().stream()
                            .filter(claim -> claim.pool().equals(pool.name()))
                            .count();
            String problem = observation.problem(pool.name());
            var current =
                    new Told(
                            nodes,
                            problem.isEmpty() ? machines.problem(pool.provider()) : problem,
                            generations.getOrDefault(pool.name(), 0L));
            if (!current.equals(told.get(pool.name())) && !tell(pool.name(), current, now)) {
                return false;
            }
        }
        return true;
    }

    private boolean tell(String pool, Told current, Instant now) {
        var status =
                Map.of(
                        "observedGeneration",
                        current.generation(),
                        "nodes",
                        current.nodes(),
                        "conditions",
                        Conditions.ready(current.problem().isEmpty(), now, current.problem()));
        try {
            kube.mergePatchStatus(
                    ObjectRef.cluster(Kinds.NODE_POOL, pool), Map.of("status", status));
            told.put(pool, current);
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout _) {
            return false;
        } catch (KubeFailure e) {
            LOG.debug("pool={} status not told: {}", pool, e.getMessage());
        }
        return true;
    }
}
