package io.mooring.kube;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Values of JSON trees that were met before, so that what is equal is in memory once: of thousands
/// of pods, most have the same labels, tolerations, conditions.
///
/// Of fixed size: what comes takes the place of what has the same hash. Thread-safe: whoever loses
/// a race keeps a value of its own.
final class Known {
    private static final int SIZE = 1 << 12;
    private static final int LONGEST_TEXT = 512;

    private final AtomicReferenceArray<Object> values = new AtomicReferenceArray<>(SIZE);

    /// The value itself, or one that is equal and was met before.
    Object same(Object value) {
        boolean small =
                switch (value) {
                    case String text -> text.length() <= LONGEST_TEXT;
                    case FixedMap map -> map.isSmall();
                    case FixedList list -> list.isSmall();
                    default -> false;
                };
        if (!small) {
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
}
