package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.FieldPath;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.SyncedCustom;
import io.mooring.syncer.translate.Translators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Secrets that nothing but custom resources refers to, while nobody knows of those yet.
final class DataOfCustomsTest {
    private static final ResourceKind WIDGET =
            ResourceKind.inNamespace("example.com/v1", "Widget", "widgets");
    private static final SyncedCustom WIDGETS =
            new SyncedCustom(
                    "widgets.example.com",
                    "",
                    List.of(
                            new Patch(
                                    FieldPath.parse("spec.secretName"),
                                    new Patch.Reference(
                                            "v1/Secret", Optional.empty(), Optional.empty()))));
    private static final FakeApi.Faults NONE =
            new FakeApi.Faults() {
                @Override
                public void before(String call) {}

                @Override
                public void after(String call) {}
            };
    private static final Settings SETTINGS =
            new Settings(
                    Simulation.SETTINGS.names(),
                    Simulation.SETTINGS.owner(),
                    Simulation.SETTINGS.clusterDomain(),
                    Simulation.SETTINGS.api(),
                    Simulation.SETTINGS.workloadServiceAccount(),
                    Simulation.SETTINGS.features(),
                    Simulation.SETTINGS.kinds(),
                    FromHost.nothing(),
                    Simulation.SETTINGS.pods(),
                    Map.of(),
                    List.of(WIDGETS),
                    List.of());

    private final FakeApi tenant = new FakeApi("tenant", NONE, _ -> true, () -> Instant.EPOCH);
    private final FakeApi host = new FakeApi("host", NONE, _ -> true, () -> Instant.EPOCH);
    private boolean mayCome = true;
    private long nanos;

    private Syncer started() {
        tenant.dropWatches();
        host.dropWatches();
        var offers =
                new Offers() {
                    @Override
                    public boolean offers(ResourceKind kind, String name) {
                        return true;
                    }

                    @Override
                    public boolean isKnown(ResourceKind kind) {
                        return true;
                    }

                    @Override
                    public Optional<Name> origin(ResourceKind kind, Name seen) {
                        return Optional.empty();
                    }

                    @Override
                    public List<String> unknown() {
                        return List.of();
                    }

                    @Override
                    public boolean mayCome(SyncedCustom custom) {
                        return mayCome;
                    }
                };
        var syncer =
                new Syncer(
                        SETTINGS,
                        tenant.syncers(),
                        host.syncers(),
                        (_, _) -> {},
                        new NoNodes(),
                        offers,
                        () -> nanos += 1_000_000_000L,
                        () -> Instant.EPOCH,
                        new SplittableRandom(1));
        syncer.start();
        return syncer;
    }

    private static void add(Syncer syncer) {
        syncer.add(WIDGETS, Translators.custom(WIDGET, true, WIDGETS, SETTINGS));
    }

    @Test
    void theCopyOfASecretOutlivesStartsOfTheSyncerUntilItIsKnownWhoRefersToIt() {
        make(ResourceKind.SERVICE, "kube-dns", Map.of("spec", Map.of()));
        make(ResourceKind.SECRET, "key", Map.of("data", Map.of("a", "MQ==")));
        make(WIDGET, "w", Map.of("spec", Map.of("secretName", "key")));
        var first = started();
        add(first);
        settle(first, _ -> true);
        var uid = copy().orElseThrow().uid();

        var second = started();
        settle(second, _ -> true);
        assertThat(copy()).map(KubeObject::uid).contains(uid);
        add(second);
        // what is known of widgets comes late
        settle(second, kind -> !kind.equals(WIDGET));
        second.resync();
        settle(second, kind -> !kind.equals(WIDGET));
        assertThat(copy()).map(KubeObject::uid).contains(uid);
        settle(second, _ -> true);
        assertThat(copy()).map(KubeObject::uid).contains(uid);

        // a definition that is gone says that nobody refers to it
        var third = started();
        settle(third, _ -> true);
        assertThat(copy()).isPresent();
        mayCome = false;
        third.offersChanged();
        settle(third, _ -> true);
        assertThat(copy()).isEmpty();
    }

    private Optional<KubeObject> copy() {
        return host.find(ResourceKind.SECRET, "host-ns", "key-x-kube-system-x-vc");
    }

    private void make(ResourceKind kind, String name, Map<String, ?> content) {
        tenant.create(kind, KubeObject.of(ObjectRef.of(kind, "kube-system", name), content));
    }

    /// @param told of which kinds watches tell
    private void settle(Syncer syncer, Predicate<ResourceKind> told) {
        boolean more = true;
        while (more) {
            more = false;
            var watches = new ArrayList<>(tenant.watches());
            watches.addAll(host.watches());
            for (var watch : watches) {
                while (told.test(watch.kind()) && watch.hasNews()) {
                    watch.deliver();
                    more = true;
                }
            }
            more |= syncer.step();
        }
    }
}
