package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows a tenant what the host has of one kind, and keeps it equal to that. Thread-safe.
final class HostMirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostMirror.class);
    private static final Duration WHILE_HELD = Duration.ofMinutes(1);

    /// What has the tenant's objects, as far as something can be shown there.
    private record Window(ListQuery query, Cache cache) {}

    private final ShownKind what;
    private final ApiServer tenant;
    private final ApiServer host;
    private final Reporter reporter;
    private final Runnable offered;
    private final Runnable seen;
    private final Function<KubeObject, Optional<String>> hold;
    private final Mender<Name> mender;
    private final ShownObjects objects;
    private final Watches watches = new Watches();
    private final List<Window> windows = new ArrayList<>();
    private final Map<Place, Cache> sources = new HashMap<>();
    // so that a thing is said once
    private final Map<Name, String> told = new ConcurrentHashMap<>();
    // guarded by this: what is to be seen under a name, by where the host has it; the first counts
    private final Map<Name, NavigableMap<String, KubeObject>> wanted = new HashMap<>();

    /// @param offered is told when the host or the tenant has other names than before, or
    ///   everything is known
    /// @param seen is told when the tenant has something else than before
    /// @param hold why an object of ours has to stay although the host has it no more; empty if it
    ///   may go
    HostMirror(
            ShownKind what,
            ApiServer tenant,
            ApiServer host,
            Reporter reporter,
            Runnable offered,
            Runnable seen,
            Function<KubeObject, Optional<String>> hold,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.what = what;
        this.tenant = tenant;
        this.host = host;
        this.reporter = reporter;
        this.offered = offered;
        this.seen = seen;
        this.hold = hold;
        this.mender =
                new Mender<>(
                        what.kind().plural(), this::mendIfKnown, this::isWarned, nanoTime, random);
        this.objects = new ShownObjects(tenant, what.kind(), what.statusApart(), Marks::isFromHost);
        for (var place : what.places()) {
            sources.computeIfAbsent(place, _ -> new Cache(this::hostChanged, this::listed));
            var query = query(place.toNamespace(), place.onlyName());
            if (windows.stream().noneMatch(window -> window.query().equals(query))) {
                windows.add(new Window(query, new Cache(this::tenantChanged, this::listed)));
            }
        }
    }

    private static ListQuery query(String namespace, String name) {
        var all = ListQuery.namespace(namespace);
        return name.isEmpty() ? all : all.fields("metadata.name=" + name);
    }

    ShownKind what() {
        return what;
    }

    /// Begins to watch both sides. Once.
    void start() {
        for (var window : windows) {
            watches.add(tenant.watch(what.kind(), window.query(), window.cache()));
        }
        sources.forEach((place, cache) -> {
            var query = query(place.fromNamespace(), place.fromName());
            watches.add(host.watch(what.kind(), query, cache));
        });
    }

    /// Whether the host has something to be seen under the name.
    synchronized boolean has(Name name) {
        return wanted.containsKey(name);
    }

    /// Which of the host's objects is seen under the name; empty if none is, or if the tenant has
    /// one of its own there.
    Optional<Name> origin(Name name) {
        synchronized (this) {
            var all = wanted.get(name);
            if (all == null) {
                return Optional.empty();
            }
            var host = all.firstEntry().getValue();
            return tenants(name).filter(there -> !objects.isOurs(there)).isPresent()
                    ? Optional.empty()
                    : Optional.of(new Name(host.namespace(), host.name()));
        }
    }

    /// The tenant's object of the name.
    Optional<KubeObject> tenants(Name name) {
        return windows.stream()
                .flatMap(window -> window.cache().find(name.namespace(), name.name()).stream())
                .findFirst();
    }

    /// Whether everything has been listed on the host's side.
    boolean isHostKnown() {
        return sources.values().stream().allMatch(Cache::isSynced);
    }

    /// Whether everything has been listed on both sides.
    boolean isKnown() {
        return isHostKnown() && windows.stream().allMatch(window -> window.cache().isSynced());
    }

    private void hostChanged(@Nullable KubeObject old, @Nullable KubeObject now) {
        var before = old == null ? Set.<Name>of() : Set.copyOf(what.names(old));
        var after = now == null ? Set.<Name>of() : Set.copyOf(what.names(now));
        synchronized (this) {
            if (old != null) {
                before.forEach(name -> forget(name, old));
            }
            if (now != null) {
                after.forEach(name ->
                        wanted.computeIfAbsent(name, _ -> new TreeMap<>()).put(place(now), now));
            }
        }
        before.forEach(mender::add);
        after.forEach(mender::add);
        if (!before.equals(after)) {
            offered.run();
        }
    }

    private void forget(Name name, KubeObject host) {
        wanted.computeIfPresent(
                name,
                (_, all) -> {
                    all.remove(place(host));
                    return all.isEmpty() ? null : all;
                });
    }

    private static String place(KubeObject host) {
        return host.namespace() + "/" + host.name();
    }

    private void tenantChanged(@Nullable KubeObject old, @Nullable KubeObject now) {
        var object = now == null ? old : now;
        if (object != null) {
            mender.add(new Name(object.namespace(), object.name()));
            seen.run();
            if (isKnown() && (old == null || now == null || !old.uid().equals(now.uid()))) {
                offered.run();
            }
        }
    }

    private void listed() {
        resync();
        offered.run();
    }

    /// Compares everything on both sides.
    void resync() {
        if (isKnown()) {
            synchronized (this) {
                wanted.keySet().forEach(mender::add);
            }
            for (var window : windows) {
                for (var object : window.cache().all()) {
                    mender.add(new Name(object.namespace(), object.name()));
                }
            }
        }
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        mender.work();
    }

    /// Works on one object, if one is due.
    ///
    /// @return whether one was
    boolean step() {
        return mender.step();
    }

    private Optional<Duration> mendIfKnown(Name name) {
        return isKnown() ? mend(name) : Optional.empty();
    }

    private Optional<Duration> mend(Name name) {
        var there = tenants(name);
        var shown = wanted(name);
        if (there.isPresent() && shown.isPresent() && !objects.isOurs(there.get())) {
            tell(
                    name,
                    there.get(),
                    "the host cluster has a "
                            + what.kind().kind()
                            + " to be seen by this name; it is not, because this one is there");
            return Optional.empty();
        }
        if (shown.isEmpty() && what.kept().contains(name.name())) {
            // marked or not
            return Optional.empty();
        }
        var held = shown.isPresent() ? Optional.<String>empty() : there.flatMap(this::hold);
        if (held.isPresent()) {
            tell(name, there.orElseThrow(), held.get());
            return Optional.of(WHILE_HELD);
        }
        var lookAgain = objects.mend(there, shown);
        told.remove(name);
        return lookAgain;
    }

    private Optional<String> hold(KubeObject there) {
        boolean goes = objects.isOurs(there) && !Marks.isKept(there) && !Plan.isDeleting(there);
        return goes ? hold.apply(there) : Optional.empty();
    }

    private void tell(Name name, KubeObject there, String message) {
        if (!message.equals(told.put(name, message))) {
            reporter.tell(there, message);
        }
    }

    private synchronized Optional<KubeObject> wanted(Name name) {
        return Optional.ofNullable(wanted.get(name))
                .map(all -> what.shown(all.firstEntry().getValue(), name));
    }

    private boolean isWarned(Name name, RuntimeException failure) {
        // the latter is said by a patch that makes no sense of it
        boolean refused =
                failure instanceof ApiFailure.Rejected
                        || failure instanceof IllegalArgumentException;
        if (refused) {
            warn(name, String.valueOf(failure.getMessage()));
        }
        return refused;
    }

    private void warn(Name name, String message) {
        if (!message.equals(told.put(name, message))) {
            LOG.warn("{}={} of the host not shown: {}", what.kind().plural(), name, message);
        }
    }

    @Override
    public void close() {
        mender.close();
        watches.close();
    }
}
