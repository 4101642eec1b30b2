package io.mooring.autonodes;

import io.mooring.kube.ResourceKind;
import java.util.Map;

/// The kinds of Karpenter's API, and the marks that objects of them bear.
public final class Kinds {

    public static final ResourceKind NODE_POOL =
            ResourceKind.cluster("karpenter.sh/v1", "NodePool", "nodepools");
    public static final ResourceKind NODE_CLAIM =
            ResourceKind.cluster("karpenter.sh/v1", "NodeClaim", "nodeclaims");

    static final ResourceKind CSI_NODE =
            ResourceKind.cluster("storage.k8s.io/v1", "CSINode", "csinodes");

    /// Room to be kept free, as other autoscalers of Kubernetes know it.
    static final ResourceKind CAPACITY_BUFFER =
            ResourceKind.inNamespace(
                    "autoscaling.x-k8s.io/v1beta1", "CapacityBuffer", "capacitybuffers");

    static final ResourceKind POD_TEMPLATE =
            ResourceKind.inNamespace("v1", "PodTemplate", "podtemplates");

    /// Karpenter's own.
    static final String FINALIZER = "karpenter.sh/termination";

    static final String DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt";
    static final String HASH = "karpenter.sh/nodepool-hash";
    static final String TERMINATE_BY = "karpenter.sh/nodeclaim-termination-timestamp";

    /// What was ordered, as JSON: a claim's spec has no field for it.
    static final String ORDER = "mooring.io/order";

    static final String COMMAND = "mooring.io/command";
    static final String REASON = "mooring.io/reason";

    /// A pool that the configuration of the control plane declares.
    public static final String DECLARED = "mooring.io/declared";

    /// Of a pool: how long its machines may take, and its nodes be not ready.
    public static final String LAUNCH_TIMEOUT = "mooring.io/launch-timeout";

    public static final String REGISTRATION_TIMEOUT = "mooring.io/registration-timeout";
    public static final String NOT_READY_TIMEOUT = "mooring.io/not-ready-timeout";

    /// Of a pool: `Plan` for one that acts only when its plan is approved; the plan that it has
    /// now; the number of the plan that is approved; that of the last one that was carried out.
    public static final String MODE = "mooring.io/mode";

    public static final String PLAN = "mooring.io/plan";
    public static final String APPROVED = "mooring.io/approved";
    public static final String CARRIED_OUT = "mooring.io/carried-out";

    /// How a pool and its claims name their provider.
    static final String PROVIDER_GROUP = "mooring.io";

    static final String PROVIDER_KIND = "MachineProvider";

    private Kinds() {}

    /// How a pool says by whom its machines are made.
    public static Map<String, Object> providerRef(String provider) {
        return Map.of("group", PROVIDER_GROUP, "kind", PROVIDER_KIND, "name", provider);
    }
}
