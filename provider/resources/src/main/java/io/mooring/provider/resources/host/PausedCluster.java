package io.mooring.provider.resources.host;

/// What a pause has stopped.
///
/// @param since when the control plane was paused, as ISO 8601 has it
/// @param replicas how many of the control plane there were
/// @param workloads how many pods of its tenant were stopped on nodes of the host just now
public record PausedCluster(String since, int replicas, int workloads) {}
