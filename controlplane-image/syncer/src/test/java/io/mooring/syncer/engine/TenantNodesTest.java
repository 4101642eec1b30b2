package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.kubelet.Callers;
import io.mooring.syncer.kubelet.Door;
import io.mooring.syncer.kubelet.KubeletDoors;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.FieldPath;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Patches;
import io.mooring.syncer.translate.PodLife;
import io.mooring.syncer.translate.ShownNodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TenantNodesTest {
    private static final FakeApi.Faults NONE =
            new FakeApi.Faults() {
                @Override
                public void before(String call) {}

                @Override
                public void after(String call) {}
            };

    private final FakeApi tenant = new FakeApi("nodes", NONE, _ -> true, () -> Instant.EPOCH);
    private boolean takesBack;
    private Optional<ApiFailure> refusal = Optional.empty();
    private int refused;
    private final FakeApi host =
            new FakeApi("host", refusing(), _ -> takesBack, () -> Instant.EPOCH);
    private final KubeletDoors doors =
            new KubeletDoors(
                    "10.1.0.7",
                    new KubeletDoors.Ports(0, 1),
                    (_, port) ->
                            Door.open(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                                    socket -> socket,
                                    (_, _, _) -> {},
                                    new Callers()));
    private final TenantNodes nodes = nodes(new StandIns(new NodeDoors(Optional.of(doors), true)));

    @AfterEach
    void close() {
        doors.close();
    }

    private FakeApi.Faults refusing() {
        return new FakeApi.Faults() {
            @Override
            public void before(String call) {
                refusal.ifPresent(failure -> {
                    refused++;
                    throw failure;
                });
            }

            @Override
            public void after(String call) {}
        };
    }

    private TenantNodes nodes(NodeSource source) {
        return new TenantNodes(tenant.syncers(), source, () -> 0, new SplittableRandom(1));
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
                        Map.of("metadata", Map.of("labels", Map.of(StandIns.FAKE, "true")))));
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
                        Map.of("type", "InternalDNS", "address", "10.1.0.7"),
                        Map.of("type", "InternalIP", "address", "10.1.0.7"));
    }

    @Test
    void aNodeWhoseCallsNobodyAnswersHasNoPlaceToCall() {
        var silent = nodes(new StandIns(new NodeDoors(Optional.empty(), true)));
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

    @Test
    void theHostsNodesAreSeenAsTheyAreIfTheyAreChosenOrHavePods() {
        hostNode("a", Map.of("pool", "x", "mooring.io/cluster", "other"));
        hostNode("b", Map.of("pool", "y"));
        hostNode("c", Map.of("pool", "y"));
        var real = nodes(real(false, Map.of("pool", "x")));
        real.start();
        real.changed(null, pod("web", "1", "b", 0));
        real.listed();
        settle(real);

        assertThat(names()).containsExactly("a", "b");
        var seen = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(seen.labels())
                .containsExactlyInAnyOrderEntriesOf(Map.of("pool", "x", Marks.FROM_HOST, "true"));
        assertThat(seen.map("spec")).isEqualTo(Map.of("taints", List.of(TAINT)));
        assertThat(seen.map("status"))
                .isEqualTo(
                        Map.of(
                                "allocatable",
                                Map.of("cpu", "3"),
                                "images",
                                List.of(Map.of("names", List.of("i"))),
                                "addresses",
                                List.of(
                                        Map.of("type", "Hostname", "address", "a"),
                                        Map.of("type", "InternalDNS", "address", "10.1.0.7"),
                                        Map.of("type", "InternalIP", "address", "192.0.2.1")),
                                "daemonEndpoints",
                                Map.of("kubeletEndpoint", Map.of("Port", doors.port("a")))));

        real.changed(pod("web", "1", "b", 0), null);
        host.delete(
                ResourceKind.NODE,
                host.find(ResourceKind.NODE, "", "a").orElseThrow(),
                OptionalLong.empty());
        settle(real);

        assertThat(names()).isEmpty();
    }

    @Test
    void whatATenantChangesOfTheHostsNodesIsPutBackAndWhatItAddsStays() {
        hostNode("a", Map.of("pool", "x"));
        var real = nodes(real(true, Map.of()));
        real.start();
        real.listed();
        settle(real);
        var seen = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(seen.at("status", "images")).isPresent();

        tenant.update(
                ResourceKind.NODE,
                seen.with(Map.of("pool", "y", "mine", "1"), "metadata", "labels")
                        .with(Map.of("unschedulable", true), "spec"));
        settle(real);

        var mended = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(mended.labels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("pool", "x", "mine", "1", Marks.FROM_HOST, "true"));
        assertThat(mended.map("spec")).isEqualTo(Map.of("taints", List.of(TAINT)));

        long writes = tenant.writes();
        settle(real);
        assertThat(tenant.writes()).isEqualTo(writes);
    }

    @Test
    void nodesAreSeenAsPatchesSay() {
        hostNode("a", Map.of("pool", "x"));
        Patch.Change change = (value, _) -> value.map(text -> "of-" + text);
        var patches =
                List.of("metadata.labels.pool", "metadata.name").stream()
                        .map(FieldPath::parse)
                        .map(path ->
                                new Patch(
                                        path,
                                        new Patch.Expressed(Optional.of(change), Optional.empty())))
                        .toList();
        var shown =
                new ShownNodes(true, Map.of(), true, false, new Patches("vc", "host-ns", patches));
        var real = nodes(real(shown, false));
        real.start();
        real.listed();
        settle(real);

        assertThat(names()).containsExactly("a");
        assertThat(tenant.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .isEqualTo(Map.of("pool", "of-x", Marks.FROM_HOST, "true"));
    }

    @Test
    void labelsAndTaintsThatATenantChangesAreTheHostsToo() {
        hostNode("a", Map.of("pool", "x", "old", "1", "kubernetes.io/arch", "amd64"));
        takesBack = true;
        var real = nodes(real(new ShownNodes(true, Map.of(), true, true, Patches.none()), false));
        real.start();
        real.listed();
        settle(real);
        var seen = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        var own = Map.of("key", "mine", "effect", "NoExecute");
        var others = Map.of("key", "node.kubernetes.io/unreachable", "effect", "NoExecute");

        tenant.update(
                ResourceKind.NODE,
                seen.with(
                                Map.of(
                                        "pool",
                                        "y",
                                        "new",
                                        "1",
                                        "kubernetes.io/arch",
                                        "s390x",
                                        "mooring.io/cluster",
                                        "another",
                                        Marks.FROM_HOST,
                                        "true"),
                                "metadata",
                                "labels")
                        .with(List.of(own, others), "spec", "taints"));
        settle(real);

        var changed = host.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(changed.labels())
                .isEqualTo(Map.of("pool", "y", "new", "1", "kubernetes.io/arch", "amd64"));
        assertThat(changed.list("spec", "taints")).containsExactly(own);
        assertThat(changed.text("spec", "providerID")).contains("p");
        var mended = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(mended.labels())
                .containsEntry("pool", "y")
                .containsEntry("new", "1")
                .containsEntry("kubernetes.io/arch", "amd64")
                .doesNotContainKey("old");
        assertThat(mended.list("spec", "taints")).containsExactly(own);

        host.update(ResourceKind.NODE, changed.with("z", "metadata", "labels", "pool"));
        settle(real);
        assertThat(tenant.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .containsEntry("pool", "z");
        assertThat(host.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .containsEntry("pool", "z");
    }

    @Test
    void whatTheHostDoesNotTakeIsPutBackAndItsNodeIsToldOn() {
        hostNode("a", Map.of("pool", "x"));
        takesBack = true;
        var real = nodes(real(new ShownNodes(true, Map.of(), true, true, Patches.none()), false));
        real.start();
        real.listed();
        settle(real);
        refusal = Optional.of(new ApiFailure.Rejected("a webhook says no", null));

        var seen = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        tenant.update(ResourceKind.NODE, seen.with("y", "metadata", "labels", "pool"));
        settle(real);

        assertThat(refused).isEqualTo(1);
        assertThat(tenant.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .containsEntry("pool", "x");

        // labels that a tenant adds stay, so that the host is asked again whenever the node changes
        var mended = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        tenant.update(ResourceKind.NODE, mended.with("1", "metadata", "labels", "mine"));
        settle(real);
        var now = host.find(ResourceKind.NODE, "", "a").orElseThrow();
        host.updateStatus(ResourceKind.NODE, now.with("1", "status", "allocatable", "cpu"));
        settle(real);

        assertThat(cpu()).isEqualTo("1");
        assertThat(host.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .isEqualTo(Map.of("pool", "x"));

        refusal = Optional.empty();
        real.resync();
        settle(real);
        assertThat(host.find(ResourceKind.NODE, "", "a").orElseThrow().labels())
                .isEqualTo(Map.of("pool", "x", "mine", "1"));
    }

    @Test
    void aNodeThatStoodForOneOfTheHostBecomesThatOneAndTheOtherWayRound() {
        hostNode("a", Map.of("pool", "x"));
        nodes.start();
        nodes.listed();
        nodes.changed(null, pod("web", "1", "a", 0));
        settle();
        nodes.close();
        tenant.dropWatches();

        var real = nodes(real(true, Map.of()));
        real.start();
        real.listed();
        real.changed(null, pod("web", "1", "a", 0));
        settle(real);
        var seen = tenant.find(ResourceKind.NODE, "", "a").orElseThrow();
        assertThat(seen.labels()).doesNotContainKey(StandIns.FAKE).containsEntry("pool", "x");
        assertThat(seen.text("status", "allocatable", "cpu")).contains("3");
        real.close();
        tenant.dropWatches();

        var fake = nodes(new StandIns(new NodeDoors(Optional.of(doors), true)));
        fake.start();
        fake.listed();
        settle(fake);
        assertThat(names()).isEmpty();
    }

    private static final Map<String, Object> TAINT = Map.of("key", "k", "effect", "NoSchedule");

    private HostNodes real(boolean all, Map<String, String> labels) {
        return real(all, labels, false);
    }

    private HostNodes real(boolean all, Map<String, String> labels, boolean schedules) {
        return real(new ShownNodes(all, labels, true), schedules);
    }

    private HostNodes real(ShownNodes shown, boolean schedules) {
        return new HostNodes(
                host.syncers(),
                new HostNames("vc", "host-ns"),
                shown,
                new NodeDoors(Optional.of(doors), true),
                schedules);
    }

    @Test
    void aSchedulerOfTheTenantsSeesWhatOthersLeaveOfANode() {
        hostNode("a", Map.of());
        hostPod("own", Map.of(Marks.CLUSTER, "vc"), "Running");
        hostPod("others", Map.of(Marks.CLUSTER, "other"), "Running");
        hostPod("ended", Map.of(), "Succeeded");
        var source = real(true, Map.of(), true);
        var real = nodes(source);
        real.start();
        real.listed();
        settle(real);

        assertThat(cpu()).isEqualTo("2");
        assertThat(source.holds("a")).isTrue();
        assertThat(source.holds("b")).isFalse();

        hostPod("more", Map.of(), "Running");
        settle(real);
        assertThat(cpu()).isEqualTo("1");
        host.delete(
                ResourceKind.POD,
                host.find(ResourceKind.POD, "host-ns", "others").orElseThrow(),
                OptionalLong.of(0));
        settle(real);
        assertThat(cpu()).isEqualTo("2");
    }

    /// In whole cores.
    private String cpu() {
        return tenant.find(ResourceKind.NODE, "", "a")
                .orElseThrow()
                .text("status", "allocatable", "cpu")
                .orElseThrow()
                .replace("000m", "");
    }

    private void hostPod(String name, Map<String, String> labels, String phase) {
        var asked = Map.of("requests", Map.of("cpu", "1"));
        var container = Map.of("name", "c", "resources", asked);
        host.create(
                ResourceKind.POD,
                KubeObject.of(
                        ObjectRef.of(ResourceKind.POD, "host-ns", name),
                        Map.of(
                                "metadata",
                                Map.of("labels", labels),
                                "spec",
                                Map.of("nodeName", "a", "containers", List.of(container)),
                                "status",
                                Map.of("phase", phase))));
    }

    private void hostNode(String name, Map<String, String> labels) {
        host.create(
                ResourceKind.NODE,
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.NODE, name),
                        Map.of(
                                "metadata",
                                Map.of("labels", labels),
                                "spec",
                                Map.of("taints", List.of(TAINT), "providerID", "p"),
                                "status",
                                Map.of(
                                        "allocatable",
                                        Map.of("cpu", "3"),
                                        "volumesInUse",
                                        List.of("v"),
                                        "images",
                                        List.of(Map.of("names", List.of("i"))),
                                        "addresses",
                                        List.of(
                                                Map.of(
                                                        "type",
                                                        "InternalIP",
                                                        "address",
                                                        "192.0.2.1"),
                                                Map.of("type", "Hostname", "address", "own"))))));
    }

    private void settle() {
        settle(nodes);
    }

    private void settle(TenantNodes all) {
        boolean more = true;
        while (more) {
            more = false;
            var watches = new ArrayList<>(tenant.watches());
            watches.addAll(host.watches());
            for (var watch : watches) {
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
