package io.mooring.provider.core;

/// What a look at the real thing showed.
public sealed interface ReadOutcome {
    /// It is there.
    ///
    /// @param inputs the inputs that would make it as it is now; the core adds nothing
    /// @param outputs what it has beyond them
    record Found(String id, ObjectValue inputs, ObjectValue outputs) implements ReadOutcome {}

    /// It is not there any more.
    record Gone() implements ReadOutcome {}
}
