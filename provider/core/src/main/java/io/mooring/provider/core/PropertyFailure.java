package io.mooring.provider.core;

/// One thing wrong with the inputs.
///
/// @param path where: `pools[0].labels.zone`; empty for the resource as a whole
/// @param reason what is wrong and what to do
public record PropertyFailure(String path, String reason) {
    /// The property that it is about, or is in; empty for the resource as a whole.
    public String property() {
        return PropertyPath.root(path);
    }

    /// The same, as a component tells it of a child.
    public PropertyFailure of(ChildOptions child) {
        return new PropertyFailure(child.own(path), reason);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
