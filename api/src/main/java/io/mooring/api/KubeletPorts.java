package io.mooring.api;

/// Where a control plane with shared nodes answers for the kubelets of the host's, one port for
/// each node: below those that connections of a machine have at their own end, above those of
/// programs.
public final class KubeletPorts {
    public static final int FIRST = 20_000;
    public static final int LAST = 29_999;

    private KubeletPorts() {}
}
