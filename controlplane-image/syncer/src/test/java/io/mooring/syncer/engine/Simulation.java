package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Two API servers, the syncer between them, users and controllers on both sides, and everything
/// that can go wrong, in one thread and in virtual time. The same seed gives the same run.
final class Simulation {
    /// The syncer ends in the midst of a call.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final int QUIET_ROUNDS = 3;
    private static final int MOST_ROUNDS = 60;

    static final Settings SETTINGS =
            new Settings(
                    new HostNames("vc", "host-ns"),
                    Map.of("apiVersion", "v1", "kind", "ConfigMap", "name", "vc", "uid", "anchor"),
                    "cluster.local",
                    new Settings.ApiAddress("10.0.0.1", 443),
                    "vc-workload",
                    Set.of(
                            Feature.SERVICE_ACCOUNTS_TO_HOST,
                            Feature.PRIORITY_CLASSES_TO_HOST,
                            Feature.STORAGE_CLASSES_TO_HOST,
                            Feature.PERSISTENT_VOLUMES_TO_HOST),
                    Translators.KINDS,
                    FromHost.nothing(),
                    Settings.PodSettings.defaults());

    private final SplittableRandom random;
    private final List<String> told = new ArrayList<>();
    private final FakeApi tenant;
    private final FakeApi host;
    private final Actors actors;
    private boolean calm;
    private boolean tenantDown;
    private boolean hostDown;
    private long nanos;
    private int crashes;
    private Syncer syncer;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        tenant =
                new FakeApi(
                        "tenant",
                        faults(true),
                        object -> !object.kind().equals("Namespace"),
                        this::now);
        host = new FakeApi("host", faults(false), Actors::isSyncers, this::now);
        actors = new Actors(random, tenant, host);
        syncer = started();
    }

    /// Nodes have a test of their own.
    private static final class NoNodes implements PodObserver {
        @Override
        public void changed(KubeObject old, KubeObject now) {}

        @Override
        public void listed() {}
    }

    private Syncer started() {
        tenant.dropWatches();
        host.dropWatches();
        var fresh =
                new Syncer(
                        SETTINGS,
                        tenant.syncers(),
                        host.syncers(),
                        (object, message) -> told.add(object.name() + ": " + message),
                        new NoNodes(),
                        Offers.ALL,
                        () -> nanos,
                        this::now,
                        random);
        fresh.start();
        return fresh;
    }

    Instant now() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    /// Time goes by in which nobody does anything.
    void pass(Duration time) {
        nanos += time.toNanos();
    }

    private FakeApi.Faults faults(boolean ofTenant) {
        return new FakeApi.Faults() {
            @Override
            public void before(String call) {
                if (ofTenant ? tenantDown : hostDown) {
                    throw new ApiFailure.Unreachable(call + ": down", null);
                }
                fail(call);
            }

            @Override
            public void after(String call) {
                fail(call);
            }

            private void fail(String call) {
                if (!calm) {
                    switch (random.nextInt(60)) {
                        case 0 -> throw new Crash();
                        case 1, 2 -> throw new ApiFailure.Unreachable(call + ": lost", null);
                        default -> {}
                    }
                }
            }
        };
    }

    /// So many things happen, each at random.
    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> actors.tenantActs();
                case 3, 4 -> actors.hostActs();
                case 5 -> disturb();
                case 6 -> nanos += random.nextLong(2_000_000_000L);
                case 7, 8, 9, 10, 11, 12 -> syncerActs();
                default -> deliver();
            }
        }
    }

    private void disturb() {
        switch (random.nextInt(8)) {
            case 0 -> tenantDown = !tenantDown;
            case 1 -> hostDown = !hostDown;
            case 2 -> restart();
            case 3 -> syncer.resync();
            default -> {
                var watches = random.nextBoolean() ? tenant.watches() : host.watches();
                watches.get(random.nextInt(watches.size())).lose();
            }
        }
    }

    private void syncerActs() {
        try {
            syncer.step();
        } catch (Crash _) {
            restart();
        }
    }

    private void restart() {
        crashes++;
        syncer.close();
        syncer = started();
    }

    private void deliver() {
        var all = new ArrayList<FakeApi.FakeWatch>();
        if (!tenantDown) {
            all.addAll(tenant.watches());
        }
        if (!hostDown) {
            all.addAll(host.watches());
        }
        all.removeIf(watch -> !watch.hasNews());
        if (!all.isEmpty()) {
            all.get(random.nextInt(all.size())).deliver();
        }
    }

    /// Nothing goes wrong any more and nobody asks for anything; kubelets finish what is asked of
    /// them. Ends when nothing has been written for a while.
    void settle() {
        calm = true;
        tenantDown = false;
        hostDown = false;
        int quiet = 0;
        for (int round = 0; quiet < QUIET_ROUNDS; round++) {
            if (round == MOST_ROUNDS) {
                throw new AssertionError("still writing after " + round + " quiet rounds");
            }
            long before = tenant.writes() + host.writes();
            actors.kubeletsFinish();
            drain();
            nanos += 120_000_000_000L;
            drain();
            quiet = tenant.writes() + host.writes() == before ? quiet + 1 : 0;
        }
    }

    private void drain() {
        boolean busy = true;
        for (int i = 0; busy; i++) {
            if (i == 200_000) {
                throw new AssertionError("the syncer never comes to rest");
            }
            busy = syncer.step();
            if (!busy) {
                busy =
                        tenant.watches().stream().anyMatch(FakeApi.FakeWatch::hasNews)
                                || host.watches().stream().anyMatch(FakeApi.FakeWatch::hasNews);
                deliver();
            }
        }
    }

    FakeApi tenant() {
        return tenant;
    }

    FakeApi host() {
        return host;
    }

    Actors actors() {
        return actors;
    }

    int crashes() {
        return crashes;
    }

    List<String> told() {
        return told;
    }
}
