package io.mooring.autoscaler.model;

/// Label keys that mean something to placement.
public final class Labels {

    public static final String HOSTNAME = "kubernetes.io/hostname";
    public static final String ZONE = "topology.kubernetes.io/zone";
    public static final String CAPACITY_TYPE = "karpenter.sh/capacity-type";
    public static final String NODE_POOL = "karpenter.sh/nodepool";
    public static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

    private Labels() {}
}
