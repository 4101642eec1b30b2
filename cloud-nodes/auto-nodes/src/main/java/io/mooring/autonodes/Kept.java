package io.mooring.autonodes;

import io.mooring.kube.KubeObject;
import io.mooring.kube.WatchHandler;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What there is of one kind, read, as far as its watch and our own writes have told. Never older
/// than a write that was told here. Thread-safe.
final class Kept<T> implements WatchHandler {

    record Entry<T>(T value, String uid, String version) {}

    private final BiFunction<KubeObject, @Nullable T, Optional<T>> reader;
    private final Runnable changed;
    // guarded by this
    private final TreeMap<String, Entry<T>> entries = new TreeMap<>();
    // guarded by this: what we have removed and the watch has not told gone yet
    private final Set<String> removed = new HashSet<>();
    // guarded by this
    private boolean synced;

    /// @param reader reads an object, given what it was before; empty for one that does not count
    /// @param changed is told that something is not as it was
    Kept(BiFunction<KubeObject, @Nullable T, Optional<T>> reader, Runnable changed) {
        this.reader = reader;
        this.changed = changed;
    }

    @Override
    public void present(KubeObject object) {
        if (put(object)) {
            changed.run();
        }
    }

    private synchronized boolean put(KubeObject object) {
        String key = key(object);
        Entry<T> known = entries.get(key);
        if (removed.contains(object.uid()) || known != null && !isNewer(object, known)) {
            return false;
        }
        Optional<T> read = reader.apply(object, known == null ? null : known.value());
        if (read.isEmpty()) {
            return entries.remove(key) != null;
        }
        entries.put(key, new Entry<>(read.get(), object.uid(), object.resourceVersion()));
        return known == null || !known.value().equals(read.get());
    }

    /// Versions of an object that is the same are numbers that grow.
    private static boolean isNewer(KubeObject object, Entry<?> known) {
        return !object.uid().equals(known.uid())
                || version(object.resourceVersion()) > version(known.version());
    }

    private static long version(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    @Override
    public void gone(KubeObject object) {
        if (take(object)) {
            changed.run();
        }
    }

    private synchronized boolean take(KubeObject object) {
        removed.remove(object.uid());
        Entry<T> known = entries.get(key(object));
        return known != null
                && known.uid().equals(object.uid())
                && entries.remove(key(object)) != null;
    }

    /// We have removed it.
    synchronized void removed(String key) {
        Entry<T> known = entries.remove(key);
        if (known != null) {
            removed.add(known.uid());
        }
    }

    @Override
    public void synced() {
        synchronized (this) {
            synced = true;
        }
        changed.run();
    }

    synchronized boolean isSynced() {
        return synced;
    }

    synchronized @Nullable Entry<T> find(String key) {
        return entries.get(key);
    }

    synchronized TreeMap<String, T> values() {
        var values = new TreeMap<String, T>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        return values;
    }

    private static String key(KubeObject object) {
        return object.namespace().isEmpty()
                ? object.name()
                : object.namespace() + "/" + object.name();
    }
}
