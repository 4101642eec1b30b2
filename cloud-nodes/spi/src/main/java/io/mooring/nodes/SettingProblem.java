package io.mooring.nodes;

/// What is wrong with one setting of a provider.
///
/// @param field a path such as `rootVolume.sizeGiB`
public record SettingProblem(String field, String reason) {}
