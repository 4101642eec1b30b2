package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What objects cost in calls of the two APIs, and in which order: what a machine's load does not
/// change.
final class CallsTest {
    private final List<String> calls = new ArrayList<>();
    private final FakeApi.Faults counting =
            new FakeApi.Faults() {
                @Override
                public void before(String call) {
                    calls.add(call);
                }

                @Override
                public void after(String call) {}
            };

    private final FakeApi tenant = new FakeApi("tenant", counting, _ -> true, () -> Instant.EPOCH);
    private final FakeApi host = new FakeApi("host", counting, _ -> true, () -> Instant.EPOCH);
    private long nanos;
    private final Syncer syncer =
            new Syncer(
                    Simulation.SETTINGS,
                    tenant.syncers(),
                    host.syncers(),
                    (_, message) -> calls.add("told " + message),
                    new NoNodes(),
                    Offers.ALL,
                    () -> nanos,
                    () -> Instant.EPOCH,
                    new SplittableRandom(6));

    private static final class NoNodes implements PodObserver {
        @Override
        public void changed(@Nullable KubeObject old, @Nullable KubeObject now) {}

        @Override
        public void listed() {}
    }

    @BeforeEach
    void start() {
        make(ResourceKind.SERVICE, "kube-system", "kube-dns", Map.of("spec", Map.of()));
        syncer.start();
        settle();
        calls.clear();
    }

    @Test
    void aPodIsMadeBoundAndToldOfByOneCallEach() {
        make(ResourceKind.POD, "default", "web", pod("settings"));
        settle();

        assertThat(calls).containsExactly("host create", "tenant token", "host create");

        calls.clear();
        var copy = host.find(ResourceKind.POD, "host-ns", "web-x-default-x-vc").orElseThrow();
        host.updateStatus(ResourceKind.POD, copy.with("Pending", "status", "phase"));
        settle();
        assertThat(calls).isEmpty();

        host.bind(copy, "node-1", Map.of());
        settle();
        assertThat(calls).containsExactly("tenant bind");

        calls.clear();
        var bound = host.find(ResourceKind.POD, "host-ns", "web-x-default-x-vc").orElseThrow();
        host.updateStatus(ResourceKind.POD, bound.with("Running", "status", "phase"));
        settle();
        assertThat(calls).containsExactly("tenant status");
        assertThat(syncer.isIdle()).isTrue();
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainBeforeAWatchHasToldOfIt() {
        make(ResourceKind.POD, "default", "web", pod("settings"));
        tenant.watches().forEach(CallsTest::deliverAll);
        drain();
        assertThat(calls).containsExactly("host create");

        syncer.resync();
        drain();
        assertThat(calls).hasSize(1);

        of(ResourceKind.POD).forEach(CallsTest::deliverAll);
        drain();
        assertThat(calls).containsExactly("host create", "tenant token", "host create");

        syncer.resync();
        drain();
        assertThat(calls).hasSize(3);

        of(ResourceKind.SECRET).forEach(CallsTest::deliverAll);
        drain();
        assertThat(calls).hasSize(3);
    }

    @Test
    void aPodThatIsGoneAtOnceDoesNotWaitForItsTokens() {
        make(ResourceKind.POD, "default", "web", pod("settings"));
        tenant.watches().forEach(CallsTest::deliverAll);
        syncer.step();
        of(ResourceKind.POD).forEach(CallsTest::deliverAll);
        syncer.step();
        assertThat(host.all(ResourceKind.SECRET)).hasSize(1);
        var pod = tenant.find(ResourceKind.POD, "default", "web").orElseThrow();
        tenant.delete(ResourceKind.POD, pod, OptionalLong.of(0));
        tenant.watches().forEach(CallsTest::deliverAll);
        of(ResourceKind.POD).forEach(CallsTest::deliverAll);
        drain();

        assertThat(host.all(ResourceKind.POD)).isEmpty();
        settle();
        assertThat(host.all(ResourceKind.SECRET)).isEmpty();
    }

    @Test
    void anEffectThatNobodyTellsIsNotWaitedForForEver() {
        make(ResourceKind.CONFIG_MAP, "default", "settings", Map.of("data", Map.of("a", "1")));
        make(ResourceKind.POD, "default", "web", pod("settings"));
        tenant.watches().forEach(CallsTest::deliverAll);
        drain();
        host.delete(
                ResourceKind.CONFIG_MAP,
                host.find(ResourceKind.CONFIG_MAP, "host-ns", "settings-x-default-x-vc")
                        .orElseThrow(),
                OptionalLong.empty());
        of(ResourceKind.CONFIG_MAP).forEach(FakeApi.FakeWatch::lose);
        settle();
        nanos += 61_000_000_000L;
        settle();

        assertThat(host.find(ResourceKind.CONFIG_MAP, "host-ns", "settings-x-default-x-vc"))
                .isPresent();
    }

    @Test
    void whatAConfigMapHoldsIsReadWhenItIsNeededAndNotKeptBeforeOrAfter() {
        make(ResourceKind.CONFIG_MAP, "default", "settings", Map.of("data", Map.of("a", "1")));
        settle();
        assertThat(calls).isEmpty();

        make(ResourceKind.POD, "default", "web", pod("settings"));
        settle();
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "host create", "tenant token", "host create", "tenant read", "host create");
        assertThat(copyOfSettings()).isEqualTo(Map.of("a", "1"));

        calls.clear();
        change(Map.of("a", "2"));
        settle();
        assertThat(calls).containsExactly("host update");
        assertThat(copyOfSettings()).isEqualTo(Map.of("a", "2"));

        calls.clear();
        var pod = tenant.find(ResourceKind.POD, "default", "web").orElseThrow();
        tenant.delete(ResourceKind.POD, pod, OptionalLong.of(0));
        settle();
        assertThat(host.all(ResourceKind.CONFIG_MAP)).isEmpty();
        calls.clear();
        change(Map.of("a", "3"));
        settle();
        make(ResourceKind.POD, "default", "other", pod("settings"));
        settle();
        assertThat(calls).contains("tenant read");
        assertThat(copyOfSettings()).isEqualTo(Map.of("a", "3"));
    }

    @Test
    void aThousandPodsAreMadeBeforeAnythingElseIsSaidOfThem() {
        for (int i = 0; i < 1000; i++) {
            make(ResourceKind.POD, "default", "p" + i, pod("settings"));
        }
        tenant.watches().forEach(CallsTest::deliverAll);
        drain();

        assertThat(calls).hasSize(1000).containsOnly("host create");
        settle();
        assertThat(calls).hasSize(3000);
    }

    private void change(Map<String, Object> data) {
        var settings = tenant.find(ResourceKind.CONFIG_MAP, "default", "settings").orElseThrow();
        tenant.update(ResourceKind.CONFIG_MAP, settings.with(data, "data"));
    }

    private Map<String, Object> copyOfSettings() {
        return host.find(ResourceKind.CONFIG_MAP, "host-ns", "settings-x-default-x-vc")
                .orElseThrow()
                .map("data");
    }

    private void make(ResourceKind kind, String namespace, String name, Map<String, ?> content) {
        tenant.create(kind, KubeObject.of(ObjectRef.of(kind, namespace, name), content));
    }

    private static Map<String, Object> pod(String configMap) {
        var token = Map.of("serviceAccountToken", Map.of("path", "token"));
        var volume = Map.of("name", "t", "projected", Map.of("sources", List.of(token)));
        var from = Map.of("configMapRef", Map.of("name", configMap, "optional", true));
        var container = Map.of("name", "c", "image", "i", "envFrom", List.of(from));
        return Map.of(
                "spec",
                Map.of("containers", List.of(container), "volumes", List.of(volume)),
                "status",
                Map.of("phase", "Pending"));
    }

    private List<FakeApi.FakeWatch> of(ResourceKind kind) {
        return host.watches().stream().filter(watch -> watch.kind().equals(kind)).toList();
    }

    private static void deliverAll(FakeApi.FakeWatch watch) {
        while (watch.hasNews()) {
            watch.deliver();
        }
    }

    private void drain() {
        boolean busy = true;
        while (busy) {
            busy = syncer.step();
        }
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            var watches = new ArrayList<>(tenant.watches());
            watches.addAll(host.watches());
            watches.forEach(CallsTest::deliverAll);
            drain();
            busy = tenant.watches().stream().anyMatch(FakeApi.FakeWatch::hasNews);
            busy |= host.watches().stream().anyMatch(FakeApi.FakeWatch::hasNews);
        }
    }
}
