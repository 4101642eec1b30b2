package io.mooring.provider.core;

import java.util.List;

/// What a [ComponentHandler] works with. One per component; used by one thread.
public interface ComponentContext {
    /// The component's own name.
    LogicalName name();

    /// Whether nothing is really made now, so that outputs of new children are unknown.
    boolean preview();

    /// Declares children that do not need each other, makes them at the same time and answers what
    /// is known of each, in the order given. Two children of one type need different names; take
    /// the component's name as their prefix.
    List<Child> children(List<ChildSpec> specs);

    /// Declares one child and answers what is known of it. The inputs may hold values of earlier
    /// children ([Child#output]) at any depth: order, secrets and unknowns follow from them.
    default Child child(String typeToken, String name, ObjectValue inputs, ChildOptions options) {
        return children(List.of(new ChildSpec(typeToken, name, inputs, options))).getFirst();
    }

    /// The same, with no options.
    default Child child(String typeToken, String name, ObjectValue inputs) {
        return child(typeToken, name, inputs, ChildOptions.NONE);
    }
}
