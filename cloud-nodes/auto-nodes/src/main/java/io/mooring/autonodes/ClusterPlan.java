package io.mooring.autonodes;

import io.mooring.autoscaler.plan.Plan;
import io.mooring.autoscaler.plan.Planner;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import java.time.Instant;

/// What the autoscaler of a running cluster would do, found out by reading alone.
public final class ClusterPlan {

    private ClusterPlan() {}

    /// @param kube is not closed here
    /// @throws IllegalStateException in words, where the cluster has no auto nodes
    public static Plan of(KubeClient kube, Instant now) {
        try (var observation = new Observation(() -> {})) {
            observation.fill(kube);
            return Planner.plan(observation.cluster(PriceList.read(kube)), now);
        } catch (KubeFailure.NotFound e) {
            throw new IllegalStateException(
                    "this cluster has no auto nodes; declare pools in privateNodes.autoNodes", e);
        }
    }
}
