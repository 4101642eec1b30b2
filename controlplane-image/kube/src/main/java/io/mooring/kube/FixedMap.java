package io.mooring.kube;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A map of text to parts of a JSON tree that never changes, nor does what is in it. In the order
/// it was made in, and in a quarter of the memory of a `LinkedHashMap`: caches hold thousands of
/// objects.
final class FixedMap extends AbstractMap<String, Object> {
    private static final int MOST_WITHOUT_INDEX = 16;
    private static final int[] NO_INDEX = {};

    // keys and values in turns
    private final Object[] entries;
    // places of keys by their hashes, each plus one; empty where there are few
    private final int[] index;
    private final int hash;
    private final int weight;

    private FixedMap(Object[] entries) {
        this.entries = entries;
        this.index = entries.length / 2 > MOST_WITHOUT_INDEX ? indexed(entries) : NO_INDEX;
        int sum = 0;
        int all = 1;
        for (int i = 0; i < entries.length; i += 2) {
            all += Known.weight(entries[i + 1]);
            sum += entries[i].hashCode() ^ entries[i + 1].hashCode();
            if (place(entries[i]) != i) {
                throw new IllegalArgumentException("a key is there twice: " + entries[i]);
            }
        }
        this.hash = sum;
        this.weight = all;
    }

    /// Of entries whose values never change.
    ///
    /// @param entries keys and values in turns
    /// @throws IllegalArgumentException if a key is there twice
    static FixedMap of(List<Object> entries) {
        return new FixedMap(entries.toArray());
    }

    private static int[] indexed(Object[] entries) {
        var index = new int[Integer.highestOneBit(entries.length) * 2];
        for (int i = 0; i < entries.length; i += 2) {
            int slot = slot(entries[i], index);
            while (index[slot] != 0) {
                slot = (slot + 1) & (index.length - 1);
            }
            index[slot] = i + 1;
        }
        return index;
    }

    private static int slot(Object key, int[] index) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (index.length - 1);
    }

    int weight() {
        return weight;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int place = place(key);
        return place < 0 ? null : entries[place + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return place(key) >= 0;
    }

    private int place(@Nullable Object key) {
        if (key == null) {
            return -1;
        }
        if (index.length == 0) {
            for (int i = 0; i < entries.length; i += 2) {
                if (key.equals(entries[i])) {
                    return i;
                }
            }
            return -1;
        }
        int slot = slot(key, index);
        while (index[slot] != 0) {
            int place = index[slot] - 1;
            if (key.equals(entries[place])) {
                return place;
            }
            slot = (slot + 1) & (index.length - 1);
        }
        return -1;
    }

    @Override
    public int size() {
        return entries.length / 2;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < entries.length; i += 2) {
            action.accept((String) entries[i], entries[i + 1]);
        }
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return FixedMap.this.size();
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof FixedMap fixed ? sameAs(fixed) : super.equals(other));
    }

    private boolean sameAs(FixedMap other) {
        return hash == other.hash
                && entries.length == other.entries.length
                && (sameInOrder(other) || super.equals(other));
    }

    private boolean sameInOrder(FixedMap other) {
        for (int i = 0; i < entries.length; i++) {
            if (!entries[i].equals(other.entries[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private final class Entries implements Iterator<Map.Entry<String, Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < entries.length;
        }

        @Override
        public Map.Entry<String, Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return Map.entry((String) entries[next - 2], entries[next - 1]);
        }
    }
}
