package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.WatchHandler;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What one API server has of one kind, as far as its watch has told. Thread-safe.
final class Cache implements WatchHandler {
    private final Map<String, ConcurrentMap<String, KubeObject>> namespaces =
            new ConcurrentHashMap<>();
    private final BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed;
    private final Runnable listed;
    private final UnaryOperator<KubeObject> kept;
    private volatile boolean synced;

    /// @param changed is told the object before and now, each null if there is none
    /// @param listed is told that everything there is has been told, once
    Cache(BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed, Runnable listed) {
        this(changed, listed, UnaryOperator.identity());
    }

    /// @param kept what of an object is known here, its name, uid and version among it; given what
    ///   it gave already, it takes away no more
    Cache(
            BiConsumer<@Nullable KubeObject, @Nullable KubeObject> changed,
            Runnable listed,
            UnaryOperator<KubeObject> kept) {
        this.changed = changed;
        this.listed = listed;
        this.kept = kept;
    }

    Optional<KubeObject> find(String namespace, String name) {
        return Optional.ofNullable(named(namespace).get(name));
    }

    /// Takes the object as it was read in the place of what is kept of this version of it.
    void complete(KubeObject read) {
        named(read.namespace())
                .computeIfPresent(
                        read.name(),
                        (_, now) ->
                                now.resourceVersion().equals(read.resourceVersion()) ? read : now);
    }

    /// Keeps of an object what is to be kept of it now.
    void keepAnew(String namespace, String name) {
        named(namespace).computeIfPresent(name, (_, now) -> kept.apply(now));
    }

    Collection<KubeObject> in(String namespace) {
        return named(namespace).values();
    }

    private ConcurrentMap<String, KubeObject> named(String namespace) {
        var names = namespaces.get(namespace);
        return names == null ? new ConcurrentHashMap<>() : names;
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
        var names = named(object.namespace());
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
