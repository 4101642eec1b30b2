package io.mooring.provider.core;

/// What is being made under a name that nobody but its maker knows yet, kept where it outlives the
/// maker. An engine that keeps nothing of a resource before it is made has another name drawn when
/// its provider died meanwhile: what the dead one made is found here and gone on with. That name is
/// a mark of whose a thing is, also where the user names the thing itself.
public interface Drafts {

    /// For what needs none: everything is made under its own name.
    Drafts NONE = (type, inputs, context) -> Draft.of(context.name());

    /// Says that such a resource is being made, until the draft is closed.
    ///
    /// @param inputs checked; with a `name` only if the user gave one
    /// @param context of the operation that makes it, with the name that was drawn
    Draft begin(ResourceType type, ObjectValue inputs, OperationContext context);

    /// One that is being made.
    interface Draft extends AutoCloseable {

        /// The name to make it under: that of one like it whose maker died, else its own.
        LogicalName name();

        /// Something is made of which nobody will hear: closing it then leaves it to the next one
        /// like it, as if its maker had died.
        void leave();

        /// It is made, or nothing was.
        ///
        /// @throws DraftLeft if it could not be taken back
        @Override
        void close();

        /// Nothing is kept of this one.
        static Draft of(LogicalName name) {
            return new Unkept(name);
        }
    }

    /// A draft that is nowhere but here.
    record Unkept(LogicalName name) implements Draft {
        @Override
        public void leave() {}

        @Override
        public void close() {}
    }
}
