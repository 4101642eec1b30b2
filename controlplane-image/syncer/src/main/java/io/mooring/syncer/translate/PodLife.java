package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Keys;
import java.util.Set;

/// Where a tenant's pod is in its life.
public final class PodLife {
    /// Annotation of the tenant's pod, given with its node: that a copy of it runs or ran there.
    public static final String BOUND = Keys.DOMAIN + "/bound-to";

    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private PodLife() {}

    /// Whether the pod has its node from its copy in the host cluster.
    public static boolean isBound(KubeObject tenant) {
        var node = tenant.text("spec", "nodeName").orElse("");
        return !node.isEmpty() && node.equals(tenant.annotations().get(BOUND));
    }

    /// Whether all containers have ended for good.
    public static boolean isOver(KubeObject pod) {
        return OVER.contains(pod.text("status", "phase").orElse(""));
    }
}
