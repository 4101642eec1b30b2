package io.mooring.nodes;

import java.util.Optional;
import java.util.function.Supplier;

/// A value that is asked for once, when first needed; a failure to get it is not kept. Thread-safe.
public final class Once<T> {

    private final Supplier<T> source;

    // guarded by this
    private Optional<T> value = Optional.empty();

    public Once(Supplier<T> source) {
        this.source = source;
    }

    public synchronized T value() {
        if (value.isEmpty()) {
            value = Optional.of(source.get());
        }
        return value.orElseThrow();
    }
}
