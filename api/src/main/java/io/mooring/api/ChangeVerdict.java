package io.mooring.api;

/// What it takes to bring one changed setting about.
public sealed interface ChangeVerdict {
    /// Where the setting stands.
    String path();

    /// Why it takes that.
    String reason();

    /// Nothing restarts.
    record InPlace(String path, String reason) implements ChangeVerdict {}

    /// The processes of the control plane restart; nodes and workloads keep running.
    record ControlPlaneRoll(String path, String reason) implements ChangeVerdict {}

    /// The virtual cluster is made anew, and what was in it is lost.
    record Replace(String path, String reason) implements ChangeVerdict {}

    /// It cannot be done; the reason says what can be done instead.
    record Refused(String path, String reason) implements ChangeVerdict {}
}
