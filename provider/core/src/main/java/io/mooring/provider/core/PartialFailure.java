package io.mooring.provider.core;

import java.util.List;

/// The resource exists but is not as wanted. It is kept in the user's state with its id, and the
/// next run repairs it through update.
public final class PartialFailure extends ResourceFailure {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final transient ObjectValue outputs;
    private final transient List<String> reasons;

    /// A failure that keeps what is known.
    ///
    /// @param outputs what is known beyond the inputs
    /// @param reasons what is missing, a sentence each
    public PartialFailure(String id, ObjectValue outputs, List<String> reasons) {
        super(String.join("; ", reasons));
        this.id = id;
        this.outputs = outputs;
        this.reasons = List.copyOf(reasons);
    }

    /// How to find it again.
    public String id() {
        return id;
    }

    /// What is known beyond the inputs.
    public ObjectValue outputs() {
        return outputs;
    }

    /// What is missing.
    public List<String> reasons() {
        return reasons;
    }
}
