package io.mooring.provider.core.composite;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import java.util.List;

/// Lets a component declare its children without making them, and answers for each of them.
abstract class DeclaredParts implements ComponentContext {

    @Override
    public final boolean preview() {
        return true;
    }

    @Override
    public final List<Child> children(List<ChildSpec> specs) {
        return specs.stream().map(this::child).toList();
    }

    abstract Child child(ChildSpec spec);
}
