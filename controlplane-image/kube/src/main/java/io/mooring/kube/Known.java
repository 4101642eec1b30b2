package io.mooring.kube;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Values of JSON trees that were met before, so that what is equal is in memory once: of thousands
/// of pods, most have the same labels, tolerations, conditions.
///
/// Of fixed size, and holds small parts only, never an object as a whole: what comes takes the
/// place of what has the same hash. Thread-safe: whoever loses a race keeps a value of its own.
final class Known {
    private static final int SIZE = 1 << 12;
    private static final int MOST_WEIGHT = 24;
    private static final int TEXT_UNIT = 32;

    private final AtomicReferenceArray<Object> values = new AtomicReferenceArray<>(SIZE);

    /// The value itself, or one that is equal and was met before.
    Object same(Object value) {
        if (weight(value) > MOST_WEIGHT || !isShared(value)) {
            return value;
        }
        int hash = value.hashCode() * 0x9E3779B9;
        int slot = hash >>> (32 - Integer.numberOfTrailingZeros(SIZE));
        var before = values.get(slot);
        if (value.equals(before)) {
            return before;
        }
        values.set(slot, value);
        return value;
    }

    /// Numbers and truth values are no worth looking up.
    private static boolean isShared(Object value) {
        return value instanceof String || value instanceof FixedMap || value instanceof FixedList;
    }

    /// How much there is in a part: its values, long texts counting for more.
    static int weight(Object value) {
        return switch (value) {
            case String text -> 1 + text.length() / TEXT_UNIT;
            case FixedMap map -> map.weight();
            case FixedList list -> list.weight();
            default -> 1;
        };
    }
}
