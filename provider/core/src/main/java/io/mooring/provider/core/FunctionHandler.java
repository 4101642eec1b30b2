package io.mooring.provider.core;

/// What a function does. Called with checked, fully known arguments; thread-safe.
@FunctionalInterface
public interface FunctionHandler {
    /// Answers the results.
    ///
    /// @throws ResourceFailure when it cannot
    ObjectValue invoke(ObjectValue arguments, OperationContext context);
}
