package io.mooring.api;

/// The data stores a control plane can keep its state in.
public enum StoreKind {
    EMBEDDED_DATABASE("embedded database"),
    EXTERNAL_DATABASE("external database"),
    EMBEDDED_ETCD("embedded etcd"),
    DEPLOYED_ETCD("deployed etcd"),
    EXTERNAL_ETCD("external etcd");

    private final String phrase;

    StoreKind(String phrase) {
        this.phrase = phrase;
    }

    /// The store as a part of a sentence.
    public String phrase() {
        return phrase;
    }
}
