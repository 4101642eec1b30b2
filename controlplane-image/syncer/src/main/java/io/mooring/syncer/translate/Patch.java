package io.mooring.syncer.translate;

import java.util.Map;
import java.util.Optional;

/// A change to some fields of an object on its way to the other side, as whoever runs the virtual
/// cluster wants it.
public record Patch(FieldPath path, Way way) {

    /// How they change.
    public sealed interface Way {}

    /// By expressions.
    ///
    /// @param there on the way to the other side
    /// @param back what comes back, before it is told
    public record Expressed(Optional<Change> there, Optional<Change> back) implements Way {}

    /// The fields name an object of the tenant, or hold its name: its copy is named instead, and is
    /// there if it is a config map or a secret.
    ///
    /// @param kind as `v1/Secret`
    /// @param name where below the path the name is; empty if the path leads to it
    /// @param namespace where below the path its namespace is; empty for the object's own
    public record Reference(String kind, Optional<FieldPath> name, Optional<FieldPath> namespace)
            implements Way {}

    /// The fields are labels, or select by labels: of the copies, and of no others.
    public record Labels() implements Way {}

    /// What becomes of a value.
    public interface Change {
        /// @param value empty if there is none
        /// @param context `vcluster`, `virtualObject`, `hostObject` and `path`
        /// @return empty for none
        /// @throws IllegalArgumentException if it makes no sense of them; the message says why
        Optional<Object> apply(Optional<Object> value, Map<String, Object> context);
    }
}
