package io.mooring.kube;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/// A list of parts of a JSON tree that never changes, nor does what is in it.
final class FixedList extends AbstractList<Object> implements RandomAccess {
    private final Object[] items;
    private final int hash;
    private final int weight;

    private FixedList(Object[] items) {
        this.items = items;
        this.hash = List.of(items).hashCode();
        int all = 1;
        for (Object item : items) {
            all += Known.weight(item);
        }
        this.weight = all;
    }

    /// Of items that never change.
    static FixedList of(List<Object> items) {
        return new FixedList(items.toArray());
    }

    int weight() {
        return weight;
    }

    @Override
    public Object get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (!(other instanceof FixedList fixed) || hash == fixed.hash)
                        && super.equals(other);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
