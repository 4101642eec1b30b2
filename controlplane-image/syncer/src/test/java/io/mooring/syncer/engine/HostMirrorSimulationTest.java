package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever people on both sides do, and whatever calls and watches fail meanwhile, a tenant sees
/// in the end what the host has. `-Dseed=N` runs one seed alone.
final class HostMirrorSimulationTest {
    private static final ResourceKind KIND = ResourceKind.CONFIG_MAP;
    private static final int SEEDS = 100;
    private static final int STEPS = 300;
    private static final ShownKind SHOWN =
            new ShownKind(
                    KIND,
                    Map.of("matchLabels", Map.of("shown", "yes")),
                    List.of(
                            new Place("a", "", "seen", ""),
                            new Place("b", "one", "seen", "other"),
                            // what two of the host's would be seen as
                            new Place("b", "two", "seen", "two")),
                    false);

    /// The mirror ends in the midst of a call.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aTenantSeesInTheEndWhatTheHostHas() {
        var only = Long.getLong("seed");
        int seen = 0;
        for (long seed = only == null ? 0 : only;
                seed < (only == null ? SEEDS : only + 1);
                seed++) {
            try {
                var run = new Run(seed);
                run.run();
                seen += run.check();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "run again with -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }
        // one in which nothing is seen would hold as well
        assertThat(seen).isGreaterThan(only == null ? SEEDS : -1);
    }

    private static final class Run {
        private final SplittableRandom random;
        private final FakeApi tenant;
        private final FakeApi host;
        private boolean calm;
        private long nanos;
        private HostMirror mirror;

        Run(long seed) {
            random = new SplittableRandom(seed);
            tenant = new FakeApi("seen", faults(), Marks::isFromHost, () -> Instant.EPOCH);
            host = new FakeApi("host", faults(), _ -> false, () -> Instant.EPOCH);
            mirror = started();
        }

        private HostMirror started() {
            tenant.dropWatches();
            host.dropWatches();
            var fresh =
                    new HostMirror(
                            SHOWN,
                            tenant.syncers(),
                            host.syncers(),
                            (_, _) -> {},
                            () -> {},
                            () -> {},
                            _ -> Optional.empty(),
                            () -> nanos,
                            random);
            fresh.start();
            return fresh;
        }

        private FakeApi.Faults faults() {
            return new FakeApi.Faults() {
                @Override
                public void before(String call) {
                    fail(call);
                }

                @Override
                public void after(String call) {
                    fail(call);
                }

                private void fail(String call) {
                    if (!calm) {
                        switch (random.nextInt(30)) {
                            case 0 -> throw new Crash();
                            case 1, 2 -> throw new ApiFailure.Unreachable(call + ": lost", null);
                            case 3 -> throw new ApiFailure.Rejected(call + ": no", null);
                            default -> {}
                        }
                    }
                }
            };
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                switch (random.nextInt(10)) {
                    case 0, 1 -> hostActs();
                    case 2 -> tenantActs();
                    case 3 -> disturb();
                    case 4, 5, 6 -> mirrorActs();
                    default -> deliver();
                }
            }
            calm = true;
            for (int i = 0; i < 2000; i++) {
                nanos += 5_000_000_000L;
                deliver();
                mirror.step();
            }
            assertThat(mirror.step()).as("still something to do").isFalse();
        }

        private void hostActs() {
            var namespace = random.nextBoolean() ? "a" : "b";
            var name = List.of("one", "two", "three").get(random.nextInt(3));
            var there = host.find(KIND, namespace, name);
            if (there.isEmpty()) {
                host.create(KIND, made(namespace, name));
            } else if (random.nextInt(3) == 0) {
                host.delete(KIND, there.get(), OptionalLong.empty());
            } else {
                host.update(
                        KIND,
                        made(namespace, name)
                                .with(
                                        there.get().resourceVersion(),
                                        "metadata",
                                        "resourceVersion"));
            }
        }

        private KubeObject made(String namespace, String name) {
            var shown = Map.of("shown", random.nextInt(4) == 0 ? "no" : "yes");
            return KubeObject.of(
                    ObjectRef.of(KIND, namespace, name),
                    Map.of(
                            "metadata",
                            Map.of("labels", shown),
                            "data",
                            Map.of("value", Integer.toString(random.nextInt(100)))));
        }

        private void tenantActs() {
            var all = new ArrayList<>(tenant.all(KIND));
            if (all.isEmpty()) {
                return;
            }
            var object = all.get(random.nextInt(all.size()));
            switch (random.nextInt(3)) {
                case 0 -> tenant.delete(KIND, object, OptionalLong.empty());
                case 1 -> tenant.update(KIND, object.with("mine", "data", "value"));
                default -> tenant.update(KIND, object.with("mine", "data", "more"));
            }
        }

        private void disturb() {
            if (random.nextInt(4) == 0) {
                mirror.close();
                mirror = started();
                return;
            }
            nanos += random.nextLong(3_000_000_000L);
            var watches = random.nextBoolean() ? tenant.watches() : host.watches();
            watches.get(random.nextInt(watches.size())).lose();
        }

        private void mirrorActs() {
            try {
                mirror.step();
            } catch (Crash _) {
                mirror.close();
                mirror = started();
            }
        }

        private void deliver() {
            var all = new ArrayList<>(tenant.watches());
            all.addAll(host.watches());
            all.removeIf(watch -> !watch.hasNews());
            if (!all.isEmpty()) {
                all.get(random.nextInt(all.size())).deliver();
            }
        }

        /// @return how much the tenant sees
        int check() {
            var wanted = new TreeMap<String, Map<String, Object>>();
            // by where the host has them: of two that would be seen by one name, the first is
            var ordered = new TreeMap<String, KubeObject>();
            host.all(KIND).forEach(object -> ordered.put(place(object), object));
            for (var object : ordered.values()) {
                for (Name name : SHOWN.names(object)) {
                    wanted.putIfAbsent(name.toString(), object.map("data"));
                }
            }
            var seen = new TreeMap<String, Map<String, Object>>();
            tenant.all(KIND).forEach(object -> seen.put(place(object), object.map("data")));
            assertThat(seen).isEqualTo(wanted);
            return seen.size();
        }

        private static String place(KubeObject object) {
            return object.namespace() + "/" + object.name();
        }
    }
}
