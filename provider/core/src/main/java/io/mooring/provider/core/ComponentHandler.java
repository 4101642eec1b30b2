package io.mooring.provider.core;

/// What a component is made of. Called in previews too, with inputs that may be unknown; makes
/// nothing itself, only declares children. Thread-safe.
@FunctionalInterface
public interface ComponentHandler {
    /// Declares the children and answers the component's outputs.
    ///
    /// @throws ResourceFailure when the inputs do not fit together
    ObjectValue build(ComponentContext context, ObjectValue inputs);
}
