package io.mooring.provider.core;

/// Stands in front of another handler, and hands on what it does not do itself.
public interface ForwardingHandler extends ResourceHandler {

    /// Whom all is handed on to.
    ResourceHandler handler();

    @Override
    default Checked check(ObjectValue inputs, CheckContext context) {
        return handler().check(inputs, context);
    }

    @Override
    default Difference diff(Existing old, ObjectValue inputs, Difference bySchema) {
        return handler().diff(old, inputs, bySchema);
    }

    @Override
    default ObjectValue previewCreate(ObjectValue inputs, LogicalName name) {
        return handler().previewCreate(inputs, name);
    }

    @Override
    default ObjectValue previewUpdate(Existing old, ObjectValue inputs) {
        return handler().previewUpdate(old, inputs);
    }

    @Override
    default Created create(ObjectValue inputs, OperationContext context) {
        return handler().create(inputs, context);
    }

    @Override
    default ReadOutcome read(Existing old, OperationContext context) {
        return handler().read(old, context);
    }

    @Override
    default ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        return handler().update(old, inputs, context);
    }

    @Override
    default void delete(Existing old, OperationContext context) {
        handler().delete(old, context);
    }
}
