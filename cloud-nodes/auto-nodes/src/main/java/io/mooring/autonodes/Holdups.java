package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Holdup;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.PodBudget;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// What holds pods on nodes that are drained, as an API server has it now: for whoever waits for
/// that.
public final class Holdups {

    private Holdups() {}

    /// Of these pods those that do not leave.
    ///
    /// @throws KubeFailure if the budgets cannot be read
    public static List<Holdup> of(KubeClient kube, Collection<KubeObject> pods) {
        if (pods.isEmpty()) {
            return List.of();
        }
        List<PodBudget> budgets =
                kube.list(ResourceKind.POD_DISRUPTION_BUDGET, ListQuery.all()).items().stream()
                        .map(Nodes::budget)
                        .toList();
        return pods.stream()
                .flatMap(pod -> Pods.read(pod).stream())
                .filter(pod -> pod.kind() == Pod.Kind.WORKLOAD && pod.deletion() == null)
                .flatMap(pod -> Holdup.of(pod, budgets).stream())
                .toList();
    }

    /// Those on these nodes.
    ///
    /// @throws KubeFailure if pods or budgets cannot be read
    public static List<Holdup> onNodes(KubeClient kube, Collection<String> nodes) {
        Stream<KubeObject> pods =
                nodes.stream()
                        .flatMap(node ->
                                kube
                                        .list(
                                                ResourceKind.POD,
                                                ListQuery.all().fields("spec.nodeName=" + node))
                                        .items()
                                        .stream());
        return of(kube, pods.toList());
    }
}
