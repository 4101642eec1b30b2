package io.mooring.provider.resources.host;

/// What a look at a control plane's machine showed.
public sealed interface ClusterState {

    /// Nothing of it is here.
    record Absent() implements ClusterState {}

    /// It is here but does not answer.
    ///
    /// @param reason in words for the user
    record Down(String reason) implements ClusterState {}

    /// It was stopped on purpose and keeps its state, see [ControlPlaneHost#pause].
    ///
    /// @param since when, as ISO 8601 has it
    record Paused(String since) implements ClusterState {

        /// In words for the user.
        public String reason() {
            return "paused since %s; `mooring resume` starts it again".formatted(since);
        }
    }

    record Up(RunningCluster cluster) implements ClusterState {}
}
