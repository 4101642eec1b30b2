package io.mooring.tunnel;

import java.util.List;

/// What fronts may speak. `ANY` tells the two apart by their first bytes.
public enum FrontMode {
    ANY("h2", "http/1.1"),
    GRPC("h2"),
    HTTP_CONNECT();

    private final List<String> protocols;

    FrontMode(String... protocols) {
        this.protocols = List.of(protocols);
    }

    /// What to choose from when a front on TLS offers protocols; empty to choose nothing, as
    /// upstream does for HTTP CONNECT.
    List<String> protocols() {
        return protocols;
    }
}
