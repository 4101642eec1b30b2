package io.mooring.provider.core;

/// What a resource does. One instance serves many resources at once: thread-safe, without state.
///
/// Inputs are checked and fully known in [#create] and [#update]. They may hold unknown values in
/// [#check], [#diff] and the previews. Every operation ends soon after
/// [OperationContext#cancellation] asks for it and may be called again after it failed.
public interface ResourceHandler {

    /// Looks at inputs that already fit the schema and have their defaults; may add to them (an
    /// automatic name) and must leave unknown and secret values as they are.
    default Checked check(ObjectValue inputs, CheckContext context) {
        return Checked.good(inputs);
    }

    /// Refines what the schema says would change; most resources need not.
    default Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        return bySchema;
    }

    /// The outputs that a create with these inputs would give for certain; all others are unknown.
    default ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return ObjectValue.EMPTY;
    }

    /// The outputs that an update would give for certain, beyond those the schema calls stable.
    default ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return ObjectValue.EMPTY;
    }

    /// Makes the resource and waits until it is ready.
    ///
    /// @throws PartialFailure when it exists but is not ready; it stays in the user's state
    /// @throws ResourceFailure when nothing was made
    Created create(ObjectValue inputs, OperationContext context);

    /// Looks at the real thing.
    ReadOutcome read(Existing old, OperationContext context);

    /// Changes it in place and answers its outputs beyond the inputs.
    ///
    /// @throws PartialFailure when it is changed but not ready
    /// @throws ResourceFailure when it is as it was
    ObjectValue update(Existing old, ObjectValue inputs, OperationContext context);

    /// Removes it; no failure if it is gone already.
    void delete(Existing old, OperationContext context);
}
