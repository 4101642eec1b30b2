package io.mooring.provider.core;

/// A child a component wants: its type, its name among its siblings of that type and its inputs,
/// which may hold outputs of earlier children at any depth.
public record ChildSpec(String typeToken, String name, ObjectValue inputs, ChildOptions options) {
    /// A child with no options.
    public ChildSpec(String typeToken, String name, ObjectValue inputs) {
        this(typeToken, name, inputs, ChildOptions.NONE);
    }
}
