package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.PodLife;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.SyncedCustom;
import io.mooring.syncer.translate.Translation;
import io.mooring.syncer.translate.Translator;
import io.mooring.syncer.translate.Translators;
import io.mooring.syncer.translate.VolumeClaim;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the copies in the host cluster equal to what a tenant has, and tells the tenant how they
/// fare.
///
/// A change on either side names an object; the queue has it worked on; [Plan] says what to do by
/// what both sides have; [Writer] does it. Nothing is done before everything on both sides is
/// known, so what a tenant deleted meanwhile is found by its copies.
///
/// Thread-safe. Whoever made it has threads call [#work] or [#step] and closes it.
public final class Syncer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Syncer.class);

    private final Settings settings;
    private final HostNames names;
    private final ApiServer tenant;
    private final ApiServer host;
    // replaced whole when a kind is added
    private volatile Map<ResourceKind, Translator> translators;
    private final Data data;
    private final TokenSecrets tokens;
    private final WorkQueue<SyncKey> queue;
    private final Sides sides;
    private final Writer writer;
    private final Unseen unseen;
    private final Runnable start;
    private final Runnable startData;
    private final AtomicBoolean dataStarted = new AtomicBoolean();
    private final Map<SyncedCustom, ResourceKind> customs = new ConcurrentHashMap<>();
    private volatile boolean referrersKnown;
    private final Offers offers;
    private final PodObserver pods;
    private final SyncedObjects objects;
    private final Watches watches = new Watches();

    /// @param pods is told of every pod of the tenant, too
    /// @param offers what of the host's tenants may name; whoever changes it calls [#offersChanged]
    /// @param nanoTime nanoseconds from any origin, as `System.nanoTime`
    public Syncer(
            Settings settings,
            ApiServer tenant,
            ApiServer host,
            Reporter reporter,
            PodObserver pods,
            Offers offers,
            LongSupplier nanoTime,
            InstantSource clock,
            RandomGenerator random) {
        this.settings = settings;
        this.names = settings.names();
        this.tenant = tenant;
        this.host = host;
        this.pods = pods;
        this.offers = offers;
        this.queue = new WorkQueue<>(nanoTime, random);
        this.tokens = new TokenSecrets(settings, clock);
        this.data = new Data(settings, tokens);
        this.writer = new Writer(tenant, host, tokens, reporter);
        this.translators = with(Map.of(), Translators.all(settings));
        var tenants = new HashMap<ResourceKind, Cache>();
        var hosts = new HashMap<ResourceKind, Cache>();
        for (var kind : translators.keySet()) {
            tenants.put(kind, tenantCache(kind));
            hosts.put(kind, hostCache(kind));
        }
        tenants.put(
                ResourceKind.NAMESPACE, new Cache((_, now) -> namespaceChanged(now), this::listed));
        this.sides = new Sides(names, tenants, hosts, offers);
        this.unseen = new Unseen(sides, nanoTime);
        this.objects = new SyncedObjects(names, sides, () -> translators.keySet());
        this.start =
                () -> {
                    hosts.forEach((kind, cache) -> watches.add(host.watch(kind, cache)));
                    watch(tenants, kind -> !Data.isData(kind));
                };
        this.startData = () -> watch(tenants, Data::isData);
    }

    private static Map<ResourceKind, Translator> with(
            Map<ResourceKind, Translator> all, List<Translator> more) {
        var together = new LinkedHashMap<>(all);
        more.forEach(translator -> together.put(translator.kind(), translator));
        return Collections.unmodifiableMap(together);
    }

    private Cache tenantCache(ResourceKind kind) {
        return new Cache(
                (old, now) -> tenantChanged(kind, old, now),
                () -> listed(kind),
                Data.isData(kind) ? data::keptOfTenant : UnaryOperator.identity());
    }

    private Cache hostCache(ResourceKind kind) {
        return new Cache(
                (old, now) -> hostChanged(kind, old, now),
                this::listed,
                Data.isData(kind) ? data::keptOfHost : UnaryOperator.identity());
    }

    /// Syncs custom resources from now on. Nothing of the others waits for them, but that config
    /// maps and secrets which they may refer to are taken away.
    synchronized void add(SyncedCustom custom, Translator translator) {
        var kind = translator.kind();
        customs.put(custom, kind);
        if (!translators.containsKey(kind)) {
            var ofTenant = tenantCache(kind);
            var ofHost = hostCache(kind);
            sides.add(kind, ofTenant, ofHost);
            translators = with(translators, List.of(translator));
            watches.add(tenant.watch(kind, ofTenant));
            if (translator.staysWithTenant()) {
                ofHost.synced();
            } else {
                watches.add(host.watch(kind, ofHost));
            }
        }
    }

    private void watch(Map<ResourceKind, Cache> caches, Predicate<ResourceKind> which) {
        caches.forEach((kind, cache) -> {
            if (which.test(kind)) {
                watches.add(tenant.watch(kind, cache));
            }
        });
    }

    /// Begins to watch both sides. Once.
    public void start() {
        start.run();
    }

    /// Works until closed or interrupted. Several threads may.
    public void work() {
        queue.serve(this::work);
    }

    /// Works on one object, if one is due.
    ///
    /// @return whether one was
    public boolean step() {
        var key = queue.poll();
        key.ifPresent(this::work);
        return key.isPresent();
    }

    /// Whether all that is known has been worked on, but for what is to be tried again later.
    public boolean isIdle() {
        return sides.areKnown() && queue.isIdle() && unseen.isEmpty();
    }

    /// What nobody has told yet, in words; empty if everything is known. Nothing is done before.
    public String unknown() {
        return sides.unknown();
    }

    /// What is whose copy.
    SyncedObjects objects() {
        return objects;
    }

    /// Compares everything on both sides.
    public void resync() {
        for (var kind : translators.keySet()) {
            sides.allTenants(kind).forEach(object -> queue.add(SyncKey.of(kind, object)));
            sides.allCopies(kind).forEach(copy -> queueOrigin(kind, copy));
        }
        for (var secret : sides.allCopies(ResourceKind.SECRET)) {
            tokens.pod(secret).ifPresent(queue::add);
        }
    }

    /// What the host offers is another now.
    void offersChanged() {
        listed();
    }

    @Override
    public void close() {
        queue.close();
        watches.close();
    }

    private void work(SyncKey key) {
        if (!sides.areKnown() || !sides.isKnown(key.kind())) {
            // resync adds it again when they are
            queue.done(key);
            return;
        }
        try {
            sync(key);
        } catch (ApiFailure e) {
            LOG.debug("key={} later: {}", key, e.getMessage());
            queue.failed(key);
        } catch (RuntimeException e) {
            LOG.error("key={} failed", key, e);
            queue.failed(key);
        }
    }

    private void sync(SyncKey key) {
        var translator = translators.get(key.kind());
        if (translator == null) {
            throw new IllegalStateException("nobody translates " + key);
        }
        var patience = unseen.patience(key);
        if (patience.isPresent()) {
            queue.done(key);
            queue.addAfter(key, patience.get());
            return;
        }
        if (mayBeNeeded(key)) {
            // comes again when all that refers to it has been listed
            queue.done(key);
            return;
        }
        var copy = sides.copy(key);
        boolean ours = copy.flatMap(c -> Marks.origin(names, c)).filter(key::is).isPresent();
        var plan = new Plan(translator, object -> translation(translator, object));
        var object = whole(key);
        var actions = plan.of(object, copy, ours);
        if (key.kind().equals(ResourceKind.POD)) {
            actions = withTokens(key, object, actions, copy.filter(_ -> ours));
        }
        switch (writer.execute(key, object, actions)) {
            case Writer.Outcome.Done(var lookAgain, var written) -> {
                unseen.note(key, written, object, copy, actions);
                queue.done(key);
                lookAgain.ifPresent(after -> queue.addAfter(key, after));
            }
            case Writer.Outcome.Failed _ -> queue.failed(key);
        }
    }

    /// Whether the object looks unneeded only because custom resources have not been listed yet.
    private boolean mayBeNeeded(SyncKey key) {
        if (!Data.isData(key.kind()) || customsAreKnown()) {
            return false;
        }
        return sides.tenant(key).filter(object -> !data.isNeeded(key.kind(), object)).isPresent();
    }

    private boolean customsAreKnown() {
        if (!referrersKnown) {
            referrersKnown = settings.customs().stream().allMatch(this::isKnown);
        }
        return referrersKnown;
    }

    private boolean isKnown(SyncedCustom custom) {
        var kind = customs.get(custom);
        return kind == null ? !offers.mayCome(custom) : sides.isTenantKnown(kind);
    }

    /// Not yet for a copy that is being made: it comes again when the watch tells of the copy, and
    /// a scheduler looks at that before a kubelet asks for its tokens.
    private List<Action> withTokens(
            SyncKey key,
            Optional<KubeObject> pod,
            List<Action> actions,
            Optional<KubeObject> copy) {
        boolean runs = copy.isPresent() && pod.filter(p -> !PodLife.isOver(p)).isPresent();
        var all = new ArrayList<>(tokens.plan(key, pod, runs, this::hostSecret));
        all.addAll(actions);
        return all;
    }

    /// The tenant's object with all it holds, if that is needed.
    private Optional<KubeObject> whole(SyncKey key) {
        var known = sides.tenant(key);
        if (known.isEmpty() || !Data.isData(key.kind())) {
            return known;
        }
        if (!data.isNeeded(key.kind(), known.get())) {
            sides.keepAnew(key);
            return known;
        }
        if (!Data.isWithout(known.get())) {
            return known;
        }
        var read = tenant.read(key.kind(), key.namespace(), key.name());
        read.ifPresent(object -> sides.complete(key, object));
        return read;
    }

    private Optional<KubeObject> hostSecret(String name) {
        return sides.host(ResourceKind.SECRET, name);
    }

    private Translation translation(Translator translator, KubeObject tenant) {
        return data.isNeeded(translator.kind(), tenant)
                ? translator.toHost(tenant, sides)
                : new Translation.NotNeeded();
    }

    private void listed(ResourceKind ofTenant) {
        if (ofTenant.equals(ResourceKind.POD)) {
            pods.listed();
        }
        // before, nobody could say what of them is to be kept
        if (referrersAreKnown() && !dataStarted.getAndSet(true)) {
            startData.run();
        }
        listed();
    }

    private boolean referrersAreKnown() {
        return settings.kinds().stream()
                .filter(kind -> !Data.isData(kind))
                .allMatch(sides::isTenantKnown);
    }

    private void listed() {
        if (sides.areKnown()) {
            resync();
        }
    }

    private void tenantChanged(
            ResourceKind kind, @Nullable KubeObject old, @Nullable KubeObject now) {
        var object = now == null ? old : now;
        if (object == null) {
            return;
        }
        var key = SyncKey.of(kind, object);
        if (old == null) {
            queue.addFirst(key);
        } else {
            queue.add(key);
        }
        Set<TenantRef> refs = now == null ? Set.of() : references(kind, now);
        data.note(key, refs).forEach(this::queueRef);
        if (kind.equals(ResourceKind.SERVICE)) {
            endpointsOf(object);
        }
        if (kind.equals(ResourceKind.POD)) {
            pods.changed(old, now);
        }
        if (GatewayApi.isGrant(kind)) {
            queueAll(GatewayApi::isPart);
        }
        if (translators.containsKey(ResourceKind.PERSISTENT_VOLUME)) {
            claimsAndVolumes(kind, old, now);
        }
    }

    private void queueAll(Predicate<ResourceKind> which) {
        translators.keySet().stream()
                .filter(which)
                .forEach(kind ->
                        sides.allTenants(kind)
                                .forEach(object -> queue.add(SyncKey.of(kind, object))));
    }

    /// What a claim and its own volume become depends on the other.
    private void claimsAndVolumes(
            ResourceKind kind, @Nullable KubeObject old, @Nullable KubeObject now) {
        Stream.of(Optional.ofNullable(old), Optional.ofNullable(now))
                .flatMap(Optional::stream)
                .forEach(object -> {
                    if (kind.equals(ResourceKind.PERSISTENT_VOLUME)) {
                        VolumeClaim.of(object, sides)
                                .map(claim ->
                                        new SyncKey(
                                                ResourceKind.PERSISTENT_VOLUME_CLAIM,
                                                claim.namespace(),
                                                claim.name()))
                                .ifPresent(queue::add);
                    } else if (kind.equals(ResourceKind.PERSISTENT_VOLUME_CLAIM)) {
                        VolumeClaim.volume(object, sides)
                                .map(volume -> SyncKey.of(ResourceKind.PERSISTENT_VOLUME, volume))
                                .ifPresent(queue::add);
                    }
                });
    }

    private Set<TenantRef> references(ResourceKind kind, KubeObject tenant) {
        var translator = translators.get(kind);
        return translator == null ? Set.of() : translator.references(tenant);
    }

    private void endpointsOf(KubeObject service) {
        if (translators.containsKey(ResourceKind.ENDPOINTS)) {
            queue.add(new SyncKey(ResourceKind.ENDPOINTS, service.namespace(), service.name()));
        }
        if (translators.containsKey(ResourceKind.ENDPOINT_SLICE)) {
            for (var slice : sides.tenantsIn(ResourceKind.ENDPOINT_SLICE, service.namespace())) {
                queue.add(SyncKey.of(ResourceKind.ENDPOINT_SLICE, slice));
            }
        }
    }

    /// What is referred to need not exist, nor have a name that could.
    private void queueRef(TenantRef ref) {
        var key = new SyncKey(Data.kindOf(ref), ref.namespace(), ref.name());
        if (sides.tenant(key).isPresent()) {
            queue.addFirst(key);
        }
    }

    private void hostChanged(
            ResourceKind kind, @Nullable KubeObject old, @Nullable KubeObject now) {
        // both: marks may have been taken away
        if (old != null) {
            queueOrigin(kind, old);
        }
        if (now != null) {
            queueOrigin(kind, now);
        }
        if (kind.equals(ResourceKind.SECRET)) {
            tokens.changed(old, now).forEach(queue::add);
        }
    }

    private void queueOrigin(ResourceKind kind, KubeObject copy) {
        Marks.origin(names, copy)
                .ifPresent(ref -> queue.add(new SyncKey(kind, ref.namespace(), ref.name())));
    }

    private void namespaceChanged(@Nullable KubeObject now) {
        sides.namespacesChanged();
        if (now != null) {
            for (var pod : sides.tenantsIn(ResourceKind.POD, now.name())) {
                queue.add(SyncKey.of(ResourceKind.POD, pod));
            }
            // from which of them gateways take routes may hang on their labels
            queueAll(GatewayApi::isRoute);
        }
    }
}
