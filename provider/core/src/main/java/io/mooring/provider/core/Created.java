package io.mooring.provider.core;

/// A resource just made.
///
/// @param id how to find it again
/// @param outputs what is known beyond the inputs; the core adds the inputs and marks secrets by
///   the schema
public record Created(String id, ObjectValue outputs) {}
