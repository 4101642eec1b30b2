package io.mooring.syncer.engine;

import io.mooring.kube.IssuedToken;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.WatchHandler;
import io.mooring.syncer.translate.PodLife;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// An API server in memory, in one thread: versions, conflicts, graceful deletion, finalizers,
/// statuses beside objects, watches that are told later than things happen and may be lost.
///
/// What the syncer does comes in through [#syncers]; what users and controllers do, through the
/// other methods.
final class FakeApi {
    /// What may go wrong with a call of the syncer.
    interface Faults {
        /// Before the call has an effect.
        void before(String call);

        /// When it has had it.
        void after(String call);
    }

    record Key(ResourceKind kind, String namespace, String name) {
        static Key of(ResourceKind kind, KubeObject object) {
            return new Key(kind, object.namespace(), object.name());
        }
    }

    private final String name;
    private final Faults faults;
    private final InstantSource clock;
    private final Predicate<KubeObject> syncersOwn;
    private final Map<Key, KubeObject> objects = new LinkedHashMap<>();
    private final List<FakeWatch> watches = new ArrayList<>();
    private long version = 100;
    private int made;
    private long writes;

    /// @param syncersOwn what the syncer may change or delete, as it was before
    FakeApi(String name, Faults faults, Predicate<KubeObject> syncersOwn, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        this.faults = faults;
        this.syncersOwn = syncersOwn;
    }

    /// One whose calls do not fail, and all of which the syncer may change.
    static FakeApi reliable(String name) {
        var never =
                new Faults() {
                    @Override
                    public void before(String call) {}

                    @Override
                    public void after(String call) {}
                };
        return new FakeApi(name, never, _ -> true, () -> Instant.EPOCH);
    }

    /// How many calls have changed something.
    long writes() {
        return writes;
    }

    Optional<KubeObject> find(ResourceKind kind, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, namespace, name)));
    }

    Collection<KubeObject> all(ResourceKind kind) {
        return objects.entrySet().stream()
                .filter(e -> e.getKey().kind().equals(kind))
                .map(Map.Entry::getValue)
                .toList();
    }

    Map<Key, KubeObject> everything() {
        return new LinkedHashMap<>(objects);
    }

    List<FakeWatch> watches() {
        return watches;
    }

    void dropWatches() {
        watches.clear();
    }

    KubeObject create(ResourceKind kind, KubeObject object) {
        var key = Key.of(kind, object);
        if (objects.containsKey(key)) {
            throw new ApiFailure.Conflict(key + " exists", null);
        }
        if (!object.list("spec", "ephemeralContainers").isEmpty()) {
            throw new AssertionError("a pod cannot be made with ephemeral containers");
        }
        var fresh = object.with(name + "-" + ++made, "metadata", "uid");
        return put(key, kind.equals(ResourceKind.SERVICE) ? given(fresh) : fresh, "ADDED");
    }

    /// Addresses and node ports, as an API server gives them.
    private KubeObject given(KubeObject service) {
        var given = service;
        if (service.text("spec", "clusterIP").orElse("").isEmpty()) {
            given = given.with("10.0." + made / 250 + "." + made % 250, "spec", "clusterIP");
        }
        var type = service.text("spec", "type").orElse("ClusterIP");
        if (type.equals("ClusterIP")) {
            return given;
        }
        var ports = new ArrayList<Object>();
        for (var port : service.maps("spec", "ports")) {
            var copy = new TreeMap<>(port);
            copy.putIfAbsent("nodePort", 30000 + ++made);
            ports.add(copy);
        }
        return given.with(ports, "spec", "ports");
    }

    /// Replaces everything but the status; whoever does not know the version may leave it out.
    KubeObject update(ResourceKind kind, KubeObject object) {
        var key = Key.of(kind, object);
        var now = current(key, object);
        var fields = new LinkedHashMap<>(object.fields());
        fields.remove("status");
        now.at("status").ifPresent(status -> fields.put("status", status));
        var next = new KubeObject(fields).with(now.uid(), "metadata", "uid");
        for (var own : List.of("deletionTimestamp", "deletionGracePeriodSeconds")) {
            var value = now.at("metadata", own);
            if (value.isPresent()) {
                next = next.with(value.get(), "metadata", own);
            }
        }
        if (kind.equals(ResourceKind.POD)) {
            PodRules.requireChangeable(now, next);
        }
        for (var fixed : List.of("value", "parameters")) {
            if (!kind.namespaced() && !now.at(fixed).equals(object.at(fixed))) {
                throw new AssertionError(fixed + " cannot be changed: " + object.json());
            }
        }
        if (kind.equals(ResourceKind.SERVICE)) {
            next = given(next);
        }
        boolean last =
                next.at("metadata", "deletionTimestamp").isPresent()
                        && next.list("metadata", "finalizers").isEmpty()
                        && !kind.equals(ResourceKind.POD);
        return last ? remove(key) : put(key, next, "MODIFIED");
    }

    KubeObject updateStatus(ResourceKind kind, KubeObject object) {
        var key = Key.of(kind, object);
        var now = current(key, object);
        return put(key, now.with(object.map("status"), "status"), "MODIFIED");
    }

    KubeObject extend(KubeObject pod) {
        var key = Key.of(ResourceKind.POD, pod);
        var now = current(key, pod);
        var containers = pod.list("spec", "ephemeralContainers");
        if (!containers.containsAll(now.list("spec", "ephemeralContainers"))) {
            throw new AssertionError("ephemeral containers cannot be changed: " + pod.json());
        }
        return put(key, now.with(containers, "spec", "ephemeralContainers"), "MODIFIED");
    }

    KubeObject resize(KubeObject pod) {
        var key = Key.of(ResourceKind.POD, pod);
        var now = current(key, pod);
        return put(key, now.with(pod.list("spec", "containers"), "spec", "containers"), "MODIFIED");
    }

    void bind(KubeObject pod, String node, Map<String, String> annotations) {
        var key = Key.of(ResourceKind.POD, pod);
        var now = current(key, pod.with("", "metadata", "resourceVersion"));
        if (!now.uid().equals(pod.uid())) {
            throw new ApiFailure.Conflict(key + " is another", null);
        }
        if (now.text("spec", "nodeName").isPresent()) {
            throw new ApiFailure.Conflict(key + " has a node", null);
        }
        var all = new TreeMap<String, Object>(now.annotations());
        all.putAll(annotations);
        put(
                key,
                now.with(node, "spec", "nodeName").with(all, "metadata", "annotations"),
                "MODIFIED");
    }

    void delete(ResourceKind kind, KubeObject object, OptionalLong grace) {
        var key = Key.of(kind, object);
        var now = current(key, object.with("", "metadata", "resourceVersion"));
        if (!object.uid().isEmpty() && !object.uid().equals(now.uid())) {
            throw new ApiFailure.Conflict(key + " is another", null);
        }
        long seconds = grace.orElse(30);
        boolean runs = kind.equals(ResourceKind.POD) && now.text("spec", "nodeName").isPresent();
        if (runs && seconds > 0) {
            put(
                    key,
                    now.with("now", "metadata", "deletionTimestamp")
                            .with(seconds, "metadata", "deletionGracePeriodSeconds"),
                    "MODIFIED");
        } else if (now.list("metadata", "finalizers").isEmpty()) {
            remove(key);
        } else {
            put(key, now.with("now", "metadata", "deletionTimestamp"), "MODIFIED");
        }
    }

    private KubeObject current(Key key, KubeObject object) {
        var now = objects.get(key);
        if (now == null) {
            throw new ApiFailure.Gone(key + " is not there", null);
        }
        if (!object.resourceVersion().isEmpty()
                && !object.resourceVersion().equals(now.resourceVersion())) {
            throw new ApiFailure.Conflict(key + " has changed", null);
        }
        return now;
    }

    private KubeObject put(Key key, KubeObject object, String event) {
        var now = objects.get(key);
        if (now != null
                && now.equals(object.with(now.resourceVersion(), "metadata", "resourceVersion"))) {
            return now;
        }
        var stored = object.with(Long.toString(++version), "metadata", "resourceVersion");
        objects.put(key, stored);
        tell(key.kind(), event, stored);
        return stored;
    }

    private KubeObject remove(Key key) {
        var removed = objects.remove(key);
        tell(key.kind(), "DELETED", removed);
        return removed;
    }

    private void tell(ResourceKind kind, String event, KubeObject object) {
        writes++;
        watches.stream().filter(w -> w.kind().equals(kind)).forEach(w -> w.add(event, object));
    }

    /// The server as the syncer has it.
    ApiServer syncers() {
        return new ApiServer() {
            @Override
            public AutoCloseable watch(ResourceKind kind, WatchHandler handler) {
                return watch(kind, ListQuery.all(), handler);
            }

            @Override
            public AutoCloseable watch(ResourceKind kind, ListQuery query, WatchHandler handler) {
                var watch = new FakeWatch(kind, query, handler, () -> all(kind));
                watches.add(watch);
                return () -> watches.remove(watch);
            }

            @Override
            public Optional<KubeObject> read(
                    ResourceKind kind, String namespace, String objectName) {
                faults.before(name + " read");
                return find(kind, namespace, objectName);
            }

            @Override
            public KubeObject create(ResourceKind kind, KubeObject object) {
                return call("create", () -> FakeApi.this.create(kind, object));
            }

            @Override
            public KubeObject update(ResourceKind kind, KubeObject object) {
                requireOwn(kind, object);
                return call("update", () -> FakeApi.this.update(kind, object));
            }

            @Override
            public KubeObject updateStatus(ResourceKind kind, KubeObject object) {
                return call("status", () -> FakeApi.this.updateStatus(kind, object));
            }

            @Override
            public void extend(KubeObject pod) {
                requireOwn(ResourceKind.POD, pod);
                call("extend", () -> FakeApi.this.extend(pod));
            }

            @Override
            public KubeObject resize(KubeObject pod) {
                requireOwn(ResourceKind.POD, pod);
                return call("resize", () -> FakeApi.this.resize(pod));
            }

            @Override
            public void bind(KubeObject pod, String node, Map<String, String> annotations) {
                call(
                        "bind",
                        () -> {
                            FakeApi.this.bind(pod, node, annotations);
                            return pod;
                        });
            }

            @Override
            public IssuedToken issueToken(KubeObject pod, String audience, long seconds) {
                faults.before(name + " token");
                var now = find(ResourceKind.POD, pod.namespace(), pod.name());
                if (now.isEmpty() || !now.get().uid().equals(pod.uid())) {
                    throw new ApiFailure.Conflict("the pod is another", null);
                }
                var expiry = clock.instant().plusSeconds(seconds);
                return new IssuedToken(new Secret(pod.uid() + audience), expiry);
            }

            @Override
            public void delete(ResourceKind kind, KubeObject read, OptionalLong grace) {
                requireOwn(kind, read);
                if (name.equals("tenant")) {
                    requireOver(kind, read);
                }
                call(
                        "delete",
                        () -> {
                            FakeApi.this.delete(kind, read, grace);
                            return read;
                        });
            }
        };
    }

    private void requireOwn(ResourceKind kind, KubeObject object) {
        var now = objects.get(Key.of(kind, object));
        if (now != null && now.uid().equals(object.uid()) && !syncersOwn.test(now)) {
            throw new AssertionError("the syncer touches what is not its own: " + now.json());
        }
    }

    /// All that a tenant may lose by the syncer is pods that it deleted, or that have run.
    private static void requireOver(ResourceKind kind, KubeObject read) {
        boolean deleted = read.at("metadata", "deletionTimestamp").isPresent();
        if (!kind.equals(ResourceKind.POD) || (!deleted && !PodLife.isBound(read))) {
            throw new AssertionError("the syncer deletes the tenant's " + read.json());
        }
    }

    private KubeObject call(String call, Supplier<KubeObject> effect) {
        faults.before(name + " " + call);
        var result = effect.get();
        faults.after(name + " " + call);
        return result;
    }

    /// A watch as `io.mooring.kube.Watch` is one: it lists, follows, and lists again when it has
    /// lost track, telling then what is there before what is gone.
    static final class FakeWatch {
        private record Event(String type, KubeObject object) {}

        private final ResourceKind kind;
        private final ListQuery query;
        private final WatchHandler handler;
        private final Supplier<Collection<KubeObject>> list;
        private final Deque<Event> pending = new ArrayDeque<>();
        private final Map<String, KubeObject> known = new HashMap<>();
        private boolean lost = true;

        FakeWatch(
                ResourceKind kind,
                ListQuery query,
                WatchHandler handler,
                Supplier<Collection<KubeObject>> list) {
            this.kind = kind;
            this.query = query;
            this.handler = handler;
            this.list = list;
        }

        ResourceKind kind() {
            return kind;
        }

        void add(String type, KubeObject object) {
            if (!lost && matches(object)) {
                pending.add(new Event(type, object));
            }
        }

        private boolean matches(KubeObject object) {
            return (query.namespace().isEmpty() || query.namespace().equals(object.namespace()))
                    && (query.fields().isEmpty()
                            || query.fields().equals("metadata.name=" + object.name()));
        }

        boolean hasNews() {
            return lost || !pending.isEmpty();
        }

        /// The connection ends, or the version is too old: events are lost until it lists again.
        void lose() {
            pending.clear();
            lost = true;
        }

        void deliver() {
            if (lost) {
                relist();
                return;
            }
            var event = pending.poll();
            if (event == null) {
                return;
            }
            if (event.type().equals("DELETED")) {
                known.remove(event.object().uid());
                handler.gone(event.object());
            } else {
                known.put(event.object().uid(), event.object());
                handler.present(event.object());
            }
        }

        private void relist() {
            lost = false;
            var vanished = new HashMap<>(known);
            for (var object : list.get().stream().filter(this::matches).toList()) {
                vanished.remove(object.uid());
                known.put(object.uid(), object);
                handler.present(object);
            }
            for (var object : vanished.values()) {
                known.remove(object.uid());
                handler.gone(new KubeObject(Map.of("metadata", object.map("metadata"))));
            }
            handler.synced();
        }
    }
}
