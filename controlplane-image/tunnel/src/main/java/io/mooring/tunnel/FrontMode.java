package io.mooring.tunnel;

/// What fronts may speak. `ANY` tells the two apart by their first bytes.
public enum FrontMode {
    ANY,
    GRPC,
    HTTP_CONNECT
}
