package io.mooring.provider.core;

/// What a [ComponentHandler] works with. One per component; used by one thread.
public interface ComponentContext {
    /// The component's own name.
    LogicalName name();

    /// Whether nothing is really made now, so that outputs of new children are unknown.
    boolean preview();

    /// Declares a child and answers what is known of it. The inputs may hold values of earlier
    /// children ([Child#output]) at any depth: order, secrets and unknowns follow from them. Two
    /// children of one type need different names; take the component's name as their prefix.
    Child child(String typeToken, String name, ObjectValue inputs, ChildOptions options);

    /// The same, with no options.
    default Child child(String typeToken, String name, ObjectValue inputs) {
        return child(typeToken, name, inputs, ChildOptions.NONE);
    }
}
