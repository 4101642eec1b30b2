package io.mooring.api;

/// Where the cluster's DNS answers: as a pod, and as a process of the control plane. None needs a
/// right.
public final class DnsPorts {
    /// Of questions, by UDP and by TCP.
    public static final int DNS = 1053;

    public static final int METRICS = 9153;

    /// Whether it answers yet; on loopback only, in the control plane.
    public static final int READY = 8181;

    private DnsPorts() {}
}
