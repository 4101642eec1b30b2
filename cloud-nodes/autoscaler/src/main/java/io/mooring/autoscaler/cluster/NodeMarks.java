package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.Taint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Labels and taints by which nodes are marked; those of Karpenter where it has such.
public final class NodeMarks {

    public static final String REGISTERED = "karpenter.sh/registered";
    public static final String INITIALIZED = "karpenter.sh/initialized";
    public static final String NO_LOAD_BALANCER =
            "node.kubernetes.io/exclude-from-external-load-balancers";
    public static final Taint UNREGISTERED =
            new Taint("karpenter.sh/unregistered", "", "NoExecute");
    public static final Taint DISRUPTED = new Taint("karpenter.sh/disrupted", "", "NoSchedule");

    private static final String READINESS = "readiness.k8s.io/";
    private static final Set<String> EPHEMERAL =
            Set.of(
                    "node.kubernetes.io/not-ready",
                    "node.kubernetes.io/unreachable",
                    "node.cloudprovider.kubernetes.io/uninitialized",
                    UNREGISTERED.key());

    private NodeMarks() {}

    /// Taints that go by themselves while a node comes up.
    public static boolean ephemeral(Taint taint) {
        return EPHEMERAL.contains(taint.key()) || taint.key().startsWith(READINESS);
    }

    public static List<Taint> with(List<Taint> taints, Taint more) {
        if (taints.contains(more)) {
            return taints;
        }
        var all = new ArrayList<>(taints);
        all.add(more);
        return List.copyOf(all);
    }

    public static List<Taint> without(List<Taint> taints, Taint less) {
        return taints.stream().filter(taint -> !taint.equals(less)).toList();
    }
}
