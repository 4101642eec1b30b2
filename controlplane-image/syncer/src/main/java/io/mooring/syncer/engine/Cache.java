package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.WatchHandler;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What one API server has of one kind, as far as its watch has told. Thread-safe.
final class Cache implements WatchHandler {
    private final Map<String, Map<String, KubeObject>> namespaces = new ConcurrentHashMap<>();
    private final BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed;
    private final Runnable listed;
    private final UnaryOperator<KubeObject> kept;
    private volatile boolean synced;

    /// @param changed is told the object before and now, each null if there is none
    /// @param listed is told that everything there is has been told, once
    Cache(BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed, Runnable listed) {
        this(changed, listed, UnaryOperator.identity());
    }

    /// @param kept what of an object is known here, its name and uid among it
    Cache(
            BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed,
            Runnable listed,
            UnaryOperator<KubeObject> kept) {
        this.changed = changed;
        this.listed = listed;
        this.kept = kept;
    }

    Optional<KubeObject> find(String namespace, String name) {
        return Optional.ofNullable(namespaces.getOrDefault(namespace, Map.of()).get(name));
    }

    Collection<KubeObject> in(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of()).values();
    }

    Collection<KubeObject> all() {
        return namespaces.values().stream().flatMap(names -> names.values().stream()).toList();
    }

    boolean isSynced() {
        return synced;
    }

    @Override
    public void present(KubeObject whole) {
        var object = kept.apply(whole);
        var before =
                namespaces
                        .computeIfAbsent(object.namespace(), _ -> new ConcurrentHashMap<>())
                        .put(object.name(), object);
        if (before == null || !before.equals(object)) {
            changed.accept(before, object);
        }
    }

    @Override
    public void gone(KubeObject object) {
        var names = namespaces.getOrDefault(object.namespace(), Map.of());
        var known = names.get(object.name());
        // after a lost connection, the successor of the same name may have been told before
        if (known != null && known.uid().equals(object.uid())) {
            names.remove(object.name());
            changed.accept(known, null);
        }
    }

    @Override
    public void synced() {
        if (!synced) {
            synced = true;
            listed.run();
        }
    }
}
