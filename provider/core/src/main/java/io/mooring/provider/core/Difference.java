package io.mooring.provider.core;

import java.util.List;
import java.util.function.UnaryOperator;

/// What would change between two versions of a resource's inputs.
public record Difference(List<Change> changes, boolean deleteBeforeReplace) {
    public Difference {
        changes = List.copyOf(changes);
    }

    /// What happens to a property.
    public enum Kind {
        ADD,
        UPDATE,
        DELETE
    }

    /// One change.
    ///
    /// @param path the property: `machine.cpus`, `labels["a.b/c"]`, `pools[0]`
    /// @param replaces whether it needs a new resource in place of the old
    public record Change(String path, Kind kind, boolean replaces) {
        /// The same change, done by replacing the resource.
        public Change asReplacement() {
            return new Change(path, kind, true);
        }

        /// The same change, done in place.
        public Change inPlace() {
            return new Change(path, kind, false);
        }

        /// The property that changes, or a part of which does.
        public String property() {
            return PropertyPath.root(path);
        }

        /// The same change, as a component tells it of a child.
        public Change of(ChildOptions child) {
            return new Change(child.own(path), kind, replaces);
        }

        /// Whether this is about the property of that name or a part of it.
        public boolean isIn(String property) {
            return path.equals(property)
                    || path.startsWith(property + ".")
                    || path.startsWith(property + "[");
        }
    }

    /// What the schema says would change.
    public static Difference between(
            ResourceType type, ObjectValue oldInputs, ObjectValue newInputs) {
        return SchemaDiff.diff(type, oldInputs, newInputs);
    }

    /// Whether nothing changes.
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// Whether the resource must be replaced.
    public boolean replaces() {
        return changes.stream().anyMatch(Change::replaces);
    }

    /// Whether the property of that name, or a part of it, changes.
    public boolean touches(String property) {
        return changes.stream().anyMatch(change -> change.isIn(property));
    }

    /// The same difference with every change looked at again.
    public Difference map(UnaryOperator<Change> look) {
        return new Difference(changes.stream().map(look).toList(), deleteBeforeReplace);
    }

    /// The same difference without the changes in that property.
    public Difference without(String property) {
        return new Difference(
                changes.stream().filter(change -> !change.isIn(property)).toList(),
                deleteBeforeReplace);
    }
}
