package io.mooring.provider.core;

import java.util.Optional;
import java.util.function.Supplier;

/// Something made when it is first needed. Thread-safe.
public final class Once<T> implements Supplier<T> {
    private final Supplier<? extends T> maker;
    // guarded by this
    private Optional<T> made = Optional.empty();

    /// @param maker is asked once, unless it fails
    public Once(Supplier<? extends T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        if (made.isEmpty()) {
            made = Optional.of(maker.get());
        }
        return made.orElseThrow();
    }
}
