package io.mooring.nodes.testkit;

/// Whether a fault comes before or after the request has been processed.
public enum When {
    BEFORE,
    AFTER
}
