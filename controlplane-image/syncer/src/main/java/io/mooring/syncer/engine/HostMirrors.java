package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.SyncedCustom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that a tenant sees of the host's objects beside nodes and events. Custom resources follow
/// when the tenant's API knows their definition. Thread-safe.
final class HostMirrors implements Offers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostMirrors.class);

    /// Those that tenants' objects name.
    private static final Set<ResourceKind> CLASSES =
            Set.of(
                    ResourceKind.INGRESS_CLASS,
                    ResourceKind.RUNTIME_CLASS,
                    ResourceKind.PRIORITY_CLASS,
                    ResourceKind.STORAGE_CLASS);

    /// What a mirror is made with.
    private record Parts(
            ApiServer tenant,
            ApiServer host,
            Reporter reporter,
            Function<KubeObject, Optional<String>> hold,
            LongSupplier nanoTime,
            RandomGenerator random) {
        HostMirror mirror(ShownKind kind, Runnable offered, Runnable seen) {
            return new HostMirror(
                    kind, tenant, host, reporter, offered, seen, holding(kind), nanoTime, random);
        }

        private Function<KubeObject, Optional<String>> holding(ShownKind kind) {
            return kind.kind().equals(ResourceKind.CUSTOM_RESOURCE_DEFINITION)
                    ? hold
                    : _ -> Optional.empty();
        }
    }

    private final Parts parts;
    private final FromHost shown;
    private final List<SyncedCustom> goingOver;
    private final List<HostMirror> mirrors = new ArrayList<>();
    private volatile Runnable offersChanged = () -> {};
    private volatile BiConsumer<SyncedCustom, Served> served = (_, _) -> {};
    // all guarded by this
    private final List<HostMirror> running = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Set<ShownCustom> followed = new HashSet<>();
    private final Set<SyncedCustom> sent = new HashSet<>();
    private boolean closed;

    /// A kind that a definition made.
    record Served(ResourceKind kind, boolean statusApart) {}

    /// @param goingOver custom resources of the tenant's, whose definitions are among what is shown
    /// @param hold why a definition has to stay that the host has no more; empty if it may go
    HostMirrors(
            FromHost shown,
            List<SyncedCustom> goingOver,
            ApiServer tenant,
            ApiServer host,
            Reporter reporter,
            Function<KubeObject, Optional<String>> hold,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.shown = shown;
        this.goingOver = List.copyOf(goingOver);
        this.parts = new Parts(tenant, host, reporter, hold, nanoTime, random);
        for (var kind : shown.all()) {
            boolean named = CLASSES.contains(kind.kind());
            boolean defines = kind.kind().equals(ResourceKind.CUSTOM_RESOURCE_DEFINITION);
            mirrors.add(
                    parts.mirror(
                            kind,
                            named || defines ? () -> offersChanged.run() : () -> {},
                            defines ? this::definitionsChanged : () -> {}));
        }
    }

    /// Begins to work, with threads of its own. Once.
    ///
    /// @param offersChanged is told when tenants may name others than before
    /// @param served is told, once each, what of that which goes over both APIs know now
    void start(Runnable offersChanged, BiConsumer<SyncedCustom, Served> served) {
        this.offersChanged = offersChanged;
        this.served = served;
        mirrors.forEach(this::begin);
    }

    private synchronized void begin(HostMirror mirror) {
        if (!closed) {
            running.add(mirror);
            mirror.start();
            var name = "shows-" + mirror.what().kind().plural();
            threads.add(Thread.ofVirtual().name(name).start(mirror::work));
        }
    }

    /// Compares everything on both sides.
    synchronized void resync() {
        running.forEach(HostMirror::resync);
    }

    @Override
    public boolean offers(ResourceKind kind, String name) {
        return mirrors.stream()
                        .filter(mirror -> mirror.what().kind().equals(kind))
                        .allMatch(mirror -> mirror.has(new Name("", name)))
                && shown.customs().stream()
                        .filter(custom -> custom.is(kind))
                        .allMatch(custom ->
                                followed(custom)
                                        .anyMatch(mirror -> mirror.has(new Name("", name))));
    }

    private synchronized Stream<HostMirror> followed(ShownCustom custom) {
        return running.stream().filter(mirror -> custom.is(mirror.what().kind())).toList().stream();
    }

    @Override
    public boolean isKnown(ResourceKind kind) {
        return mirrors.stream()
                        .filter(mirror -> mirror.what().kind().equals(kind))
                        .allMatch(HostMirror::isHostKnown)
                && shown.customs().stream()
                        .filter(custom -> custom.is(kind))
                        .allMatch(custom -> followed(custom).anyMatch(HostMirror::isKnown));
    }

    @Override
    public Optional<Name> origin(ResourceKind kind, Name seen) {
        return shown.customs().stream()
                .filter(custom -> custom.is(kind))
                .flatMap(this::followed)
                .flatMap(mirror -> mirror.origin(seen).stream())
                .findFirst();
    }

    @Override
    public List<String> unknown() {
        return mirrors.stream()
                .filter(mirror -> CLASSES.contains(mirror.what().kind()) && !mirror.isHostKnown())
                .map(mirror -> mirror.what().kind().plural() + " of the host cluster")
                .toList();
    }

    @Override
    public boolean mayCome(SyncedCustom custom) {
        var name = new Name("", custom.definition());
        return mirrors.stream()
                .filter(HostMirrors::defines)
                .anyMatch(mirror -> {
                    if (!mirror.isKnown()) {
                        return true;
                    }
                    return mirror.tenants(name)
                            .map(found ->
                                    !isEstablished(found)
                                            || isServed(found, custom.version(), true))
                            .orElseGet(() -> mirror.has(name));
                });
    }

    private void definitionsChanged() {
        follow();
        offersChanged.run();
    }

    private static boolean defines(HostMirror mirror) {
        return mirror.what().kind().equals(ResourceKind.CUSTOM_RESOURCE_DEFINITION);
    }

    /// Has custom resources come whose definition is there now.
    private void follow() {
        for (var custom : shown.customs()) {
            definition(custom.definition())
                    .filter(HostMirrors::isEstablished)
                    .flatMap(found -> kind(found, custom))
                    .ifPresent(kind -> follow(custom, kind));
        }
        for (var custom : goingOver) {
            definition(custom.definition())
                    .filter(HostMirrors::isEstablished)
                    .flatMap(found -> served(found, custom.version(), true))
                    .filter(_ -> isNew(custom))
                    .ifPresent(kind -> served.accept(custom, kind));
        }
    }

    private synchronized boolean isNew(SyncedCustom custom) {
        return sent.add(custom);
    }

    private synchronized void follow(ShownCustom custom, ShownKind kind) {
        if (followed.add(custom)) {
            boolean named = GatewayApi.isNamed(custom.definition());
            begin(parts.mirror(kind, named ? () -> offersChanged.run() : () -> {}, () -> {}));
        }
    }

    private Optional<KubeObject> definition(String name) {
        return mirrors.stream()
                .filter(HostMirrors::defines)
                .flatMap(mirror -> mirror.tenants(new Name("", name)).stream())
                .findFirst();
    }

    private static boolean isEstablished(KubeObject definition) {
        return definition.maps("status", "conditions").stream()
                .anyMatch(condition ->
                        "Established".equals(condition.get("type"))
                                && "True".equals(condition.get("status")));
    }

    private static Optional<ShownKind> kind(KubeObject definition, ShownCustom custom) {
        boolean mapped = !custom.places().getFirst().toNamespace().isEmpty();
        return served(definition, custom.version(), mapped)
                .map(served ->
                        new ShownKind(
                                served.kind(),
                                custom.selector(),
                                custom.places(),
                                served.statusApart(),
                                custom.patches(),
                                Set.of()));
    }

    /// @param wanted the version; empty for the one that is stored
    /// @param mapped whether its objects have to be in namespaces
    private static Optional<Served> served(KubeObject definition, String wanted, boolean mapped) {
        if (!isServed(definition, wanted, mapped)) {
            LOG.warn(
                    "definition={} not used: it has no such version, or another scope",
                    definition.name());
            return Optional.empty();
        }
        var version = version(definition, wanted).orElseThrow();
        var kind =
                new ResourceKind(
                        definition.text("spec", "group").orElse("") + "/" + version.get("name"),
                        definition.text("spec", "names", "kind").orElse(""),
                        definition.text("spec", "names", "plural").orElse(""),
                        mapped);
        boolean statusApart = new KubeObject(version).at("subresources", "status").isPresent();
        return Optional.of(new Served(kind, statusApart));
    }

    private static boolean isServed(KubeObject definition, String wanted, boolean mapped) {
        return version(definition, wanted).isPresent() && isNamespaced(definition) == mapped;
    }

    private static Optional<Map<String, Object>> version(KubeObject definition, String wanted) {
        Predicate<Map<String, Object>> isMeant =
                version ->
                        wanted.isEmpty()
                                ? Boolean.TRUE.equals(version.get("storage"))
                                : wanted.equals(version.get("name"));
        return definition.maps("spec", "versions").stream().filter(isMeant).findFirst();
    }

    private static boolean isNamespaced(KubeObject definition) {
        return definition.text("spec", "scope").orElse("").equals("Namespaced");
    }

    /// Returns when nothing is worked on any more, or is interrupted.
    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            closed = true;
            running.forEach(HostMirror::close);
            threads.forEach(Thread::interrupt);
            ending = List.copyOf(threads);
        }
        try {
            for (var thread : ending) {
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
