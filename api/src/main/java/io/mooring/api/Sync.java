package io.mooring.api;

/// What is copied between the virtual cluster and the host cluster when nodes are shared.
public record Sync(SyncToHost toHost, SyncFromHost fromHost) {}
