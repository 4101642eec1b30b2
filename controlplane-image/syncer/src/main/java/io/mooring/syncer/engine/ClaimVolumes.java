package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.ShownVolume;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Shows a tenant the volumes that its claims have in the host cluster, without which a scheduler
/// of its own places no pod that has claims. Thread-safe.
final class ClaimVolumes implements AutoCloseable {
    private static final ResourceKind KIND = ResourceKind.PERSISTENT_VOLUME;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofMinutes(1);

    private final ApiServer tenant;
    private final ApiServer host;
    private final HostNames names;
    private final SyncedObjects copies;
    private final ShownObjects objects;
    private final Mender<String> mender;
    private final Watches watches = new Watches();
    private final Cache hosts = new Cache(this::changed, this::resync);
    private final Cache tenants = new Cache(this::changed, this::resync);

    ClaimVolumes(
            ApiServer tenant,
            ApiServer host,
            HostNames names,
            SyncedObjects copies,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.tenant = tenant;
        this.host = host;
        this.names = names;
        this.copies = copies;
        this.objects = new ShownObjects(tenant, KIND, true, Marks::isFromHost);
        this.mender = new Mender<>("volume", this::mend, nanoTime, random);
    }

    /// Whether tenants of such settings see volumes: where a scheduler of their own has to, and
    /// where they have volumes anyway.
    static boolean areShown(Settings settings) {
        var features = settings.features();
        return (features.contains(Feature.SCHEDULER_OF_ITS_OWN)
                        || features.contains(Feature.PERSISTENT_VOLUMES_TO_HOST))
                && settings.kinds().contains(ResourceKind.PERSISTENT_VOLUME_CLAIM);
    }

    /// Begins to watch both sides. Once.
    void start() {
        watches.add(host.watch(KIND, hosts));
        watches.add(tenant.watch(KIND, tenants));
    }

    private void changed(@Nullable KubeObject old, @Nullable KubeObject now) {
        var volume = now == null ? old : now;
        if (volume != null) {
            mender.add(volume.name());
        }
    }

    /// Compares everything on both sides.
    void resync() {
        hosts.all().forEach(volume -> mender.add(volume.name()));
        tenants.all().forEach(volume -> mender.add(volume.name()));
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        mender.work();
    }

    /// Works on one volume, if one is due.
    ///
    /// @return whether one was
    boolean step() {
        return mender.step();
    }

    private Optional<Duration> mend(String name) {
        if (!hosts.isSynced() || !tenants.isSynced()) {
            // all are added again when they are
            return Optional.empty();
        }
        if (!copies.areKnown()) {
            return Optional.of(SOON);
        }
        // a copy is of a volume that the tenant has
        var volume =
                hosts.find("", name)
                        .filter(this::isOfThisNamespace)
                        .filter(found -> !found.labels().containsKey(Marks.CLUSTER));
        var wanted =
                volume.flatMap(found ->
                        copies.origin(found.map("spec", "claimRef"))
                                .map(claim -> ShownVolume.of(found, claim)));
        var there = tenants.find("", name);
        var bound = there.filter(_ -> wanted.isEmpty()).filter(this::isBoundAndOurs);
        if (bound.isPresent()) {
            // the tenant's API lets no volume go that is in use
            tenant.updateStatus(KIND, bound.get().with("Released", "status", "phase"));
            return Optional.empty();
        }
        var lookAgain = objects.mend(there, wanted);
        // a claim's copy may be told of later than its volume
        return volume.isPresent() && wanted.isEmpty() ? Optional.of(LATER) : lookAgain;
    }

    private boolean isOfThisNamespace(KubeObject volume) {
        return volume.text("spec", "claimRef", "namespace")
                .filter(names.hostNamespace()::equals)
                .isPresent();
    }

    private boolean isBoundAndOurs(KubeObject volume) {
        return objects.isOurs(volume)
                && volume.text("status", "phase").filter("Bound"::equals).isPresent();
    }

    @Override
    public void close() {
        mender.close();
        watches.close();
    }
}
