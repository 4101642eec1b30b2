package io.mooring.provider.core;

/// What a check works with.
///
/// @param oldInputs the inputs of the last run; empty for a new resource. Names once chosen
///   automatically are kept from there
public record CheckContext(LogicalName name, ObjectValue oldInputs, ObjectValue config) {}
