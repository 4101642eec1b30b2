package io.mooring.provider.core;

import java.util.List;

/// How a child of a component is to be treated.
///
/// @param dependsOn children to be made before this one and removed after it
/// @param aliases earlier names of this child under the same parent
public record ChildOptions(List<Child> dependsOn, List<String> aliases) {
    /// Nothing special.
    public static final ChildOptions NONE = new ChildOptions(List.of(), List.of());

    public ChildOptions {
        dependsOn = List.copyOf(dependsOn);
        aliases = List.copyOf(aliases);
    }

    /// After these children.
    public static ChildOptions after(Child... children) {
        return new ChildOptions(List.of(children), List.of());
    }
}
