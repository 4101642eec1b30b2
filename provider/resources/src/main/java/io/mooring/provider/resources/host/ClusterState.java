package io.mooring.provider.resources.host;

/// What a look at a control plane's machine showed.
public sealed interface ClusterState {

    /// Nothing of it is here.
    record Absent() implements ClusterState {}

    /// It is here but does not answer.
    ///
    /// @param reason in words for the user
    record Down(String reason) implements ClusterState {}

    record Up(RunningCluster cluster) implements ClusterState {}
}
