package io.mooring.snapshot;

/// A snapshot that a store holds.
///
/// @param name what the store knows it by
public record StoredSnapshot(String name, long bytes) {}
