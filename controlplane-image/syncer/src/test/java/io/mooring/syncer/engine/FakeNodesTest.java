package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.PodLife;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FakeNodesTest {
    private static final FakeApi.Faults NONE =
            new FakeApi.Faults() {
                @Override
                public void before(String call) {}

                @Override
                public void after(String call) {}
            };

    private final FakeApi tenant = new FakeApi("nodes", NONE, _ -> true, () -> Instant.EPOCH);
    private final FakeNodes nodes = nodes(true);

    private FakeNodes nodes(boolean answersCalls) {
        return new FakeNodes(tenant.syncers(), answersCalls, () -> 0, new SplittableRandom(1));
    }

    @Test
    void thereIsANodeForEveryPlaceOfAPodWhateverComesAndGoes() {
        nodes.start();
        nodes.listed();
        var random = new SplittableRandom(5);
        var pods = new LinkedHashMap<String, KubeObject>();
        for (int i = 0; i < 2000; i++) {
            var name = "pod-" + random.nextInt(12);
            var old = pods.remove(name);
            if (old == null || random.nextInt(3) > 0) {
                // at times of another uid, as when a successor is told before the end of the first
                var uid = old == null || random.nextInt(4) == 0 ? "uid-" + i : old.uid();
                pods.put(name, pod(name, uid, "node-" + random.nextInt(5), random.nextInt(6)));
            }
            nodes.changed(old, pods.get(name));
            if (random.nextInt(4) == 0) {
                settle();

                assertThat(names()).isEqualTo(wanted(pods));
            }
        }
    }

    @Test
    void nothingIsDoneBeforePodsAreKnown() {
        tenant.create(
                ResourceKind.NODE,
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.NODE, "old"),
                        Map.of("metadata", Map.of("labels", Map.of(FakeNodes.FAKE, "true")))));
        nodes.start();
        settle();
        assertThat(names()).containsExactly("old");

        nodes.changed(null, pod("web", "1", "old", 0));
        nodes.listed();
        settle();

        assertThat(names()).containsExactly("old");
        assertThat(tenant.all(ResourceKind.NODE).iterator().next().list("status", "addresses"))
                .containsExactly(
                        Map.of("type", "Hostname", "address", "old"),
                        Map.of("type", "InternalDNS", "address", "localhost"));
    }

    @Test
    void aNodeWhoseCallsNobodyAnswersHasNoPlaceToCall() {
        var silent = nodes(false);
        silent.start();
        silent.listed();
        silent.changed(null, pod("web", "1", "a", 0));
        settle(silent);

        assertThat(tenant.all(ResourceKind.NODE))
                .singleElement()
                .satisfies(node -> {
                    assertThat(node.list("status", "addresses"))
                            .containsExactly(Map.of("type", "Hostname", "address", "a"));
                    assertThat(node.text("status", "daemonEndpoints", "kubeletEndpoint", "Port"))
                            .contains("0");
                });
    }

    @Test
    void aNodeOfAnotherIsLeftAlone() {
        var theirs = KubeObject.of(ObjectRef.cluster(ResourceKind.NODE, "a"), Map.of());
        tenant.create(ResourceKind.NODE, theirs);
        nodes.start();
        nodes.listed();
        nodes.changed(null, pod("web", "1", "a", 0));
        settle();
        nodes.changed(pod("web", "1", "a", 0), null);
        settle();

        assertThat(tenant.all(ResourceKind.NODE))
                .singleElement()
                .satisfies(node -> assertThat(node.map("status")).isEmpty());
    }

    private void settle() {
        settle(nodes);
    }

    private void settle(FakeNodes all) {
        boolean more = true;
        while (more) {
            more = false;
            for (var watch : tenant.watches()) {
                while (watch.hasNews()) {
                    watch.deliver();
                    more = true;
                }
            }
            more |= all.step();
        }
    }

    private Set<String> names() {
        return tenant.all(ResourceKind.NODE).stream()
                .map(KubeObject::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> wanted(Map<String, KubeObject> pods) {
        return pods.values().stream()
                .filter(pod -> PodLife.isBound(pod) && !PodLife.isOver(pod))
                .filter(pod -> pod.list("metadata", "ownerReferences").isEmpty())
                .map(pod -> pod.text("spec", "nodeName").orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// @param state 1: not bound, 2: over, 3: of a DaemonSet, else running
    private static KubeObject pod(String name, String uid, String node, int state) {
        var owners = new ArrayList<Map<String, String>>();
        if (state == 3) {
            owners.add(Map.of("kind", "DaemonSet", "name", "d"));
        }
        var annotations = state == 1 ? Map.of() : Map.of(PodLife.BOUND, node);
        var metadata = Map.of("uid", uid, "annotations", annotations, "ownerReferences", owners);
        return KubeObject.of(
                ObjectRef.of(ResourceKind.POD, "shop", name),
                Map.of(
                        "metadata", metadata,
                        "spec", Map.of("nodeName", node),
                        "status", Map.of("phase", state == 2 ? "Failed" : "Running")));
    }
}
