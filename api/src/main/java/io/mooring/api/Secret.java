package io.mooring.api;

/// A text that must never be printed: `toString` hides it, [#reveal] hands it to whoever needs it.
public record Secret(String reveal) {
    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
