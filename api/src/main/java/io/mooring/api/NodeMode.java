package io.mooring.api;

/// Where workloads run and where the control plane does: this decides which keys have an effect.
public enum NodeMode {
    /// Control plane and workloads in a namespace of a host cluster.
    SHARED("with shared nodes"),
    /// Control plane in a host cluster, workloads on machines that join it.
    PRIVATE("with private nodes"),
    /// Private nodes, and no host cluster at all.
    STANDALONE("in standalone mode");

    private final String phrase;

    NodeMode(String phrase) {
        this.phrase = phrase;
    }

    /// The mode as a part of a sentence.
    public String phrase() {
        return phrase;
    }

    /// Whether workloads run on machines that joined the cluster.
    public boolean hasPrivateNodes() {
        return this != SHARED;
    }
}
