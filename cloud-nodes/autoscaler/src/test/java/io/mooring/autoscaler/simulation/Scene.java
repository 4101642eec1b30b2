package io.mooring.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.controller.Settings;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cluster that does only what a test says: requests to providers wait for the test's answers.
public final class Scene {

    public final TreeMap<String, List<InstanceType>> types =
            new TreeMap<>(Map.of(Market.CLOUD, Market.cloud(), Market.METAL, Market.metal()));
    public final List<Action.Request> requests = new ArrayList<>();
    private final Timeline time = new Timeline();
    private final FakeApi api = new FakeApi(time, _ -> {});
    private Controller controller = new Controller(Settings.DEFAULT, new Random(1));
    private Instant wake = Instant.MAX;

    public Scene(Pool... pools) {
        for (Pool pool : pools) {
            change(pool);
        }
    }

    public Instant now() {
        return time.now();
    }

    /// When the controller wants to be asked again, even if nothing happens.
    public Instant wake() {
        return wake;
    }

    public void change(Pool pool) {
        api.pools.put(pool.name(), pool);
    }

    /// All that the controller remembers is lost.
    public void crash() {
        controller = new Controller(Settings.DEFAULT, new Random(2));
        requests.clear();
    }

    /// Steps until the controller has nothing more to do at this time.
    public Scene settle() {
        for (int i = 0; i < 20; i++) {
            var step = controller.step(api.view(types), time.now());
            wake = step.wake();
            boolean wrote = false;
            for (Action action : step.actions()) {
                switch (action) {
                    case Action.Write write -> {
                        api.write(write);
                        wrote |= !(write instanceof Action.Say);
                    }
                    case Action.ListMachines _ -> {}
                    case Action.Request request -> requests.add(request);
                }
            }
            if (!wrote) {
                return this;
            }
        }
        throw new AssertionError("the controller does not come to rest");
    }

    public Scene after(Duration duration) {
        Instant end = time.now().plus(duration);
        while (time.now().isBefore(end)) {
            time.advance(end);
        }
        return settle();
    }

    public Scene answer(Outcome outcome) {
        controller.accept(outcome, time.now());
        return settle();
    }

    public void pending(String name, PodTemplate template) {
        api.pods.put(name, pod(name, template, "", null, Duration.ofSeconds(5), 0));
    }

    public void bound(String name, PodTemplate template, String node) {
        api.pods.put(name, pod(name, template, node, null, Duration.ofSeconds(5), 0));
    }

    public void put(Pod pod) {
        api.pods.put(pod.name(), pod);
    }

    public void begun(String pod, Pod.Stage stage) {
        api.begun(pod, stage);
    }

    public int refusedEvictions() {
        return api.refused;
    }

    public void remove(String pod) {
        api.pods.remove(pod);
    }

    public static Pod pod(
            String name,
            PodTemplate template,
            String node,
            @Nullable Instant protectedUntil,
            Duration grace,
            int priority) {
        return new Pod(
                name,
                template,
                Pod.Kind.WORKLOAD,
                node,
                node.isEmpty(),
                Timeline.START.minus(Duration.ofDays(1)),
                null,
                grace,
                priority,
                0,
                protectedUntil,
                Pod.Stage.READY);
    }

    public void headroom(String name, PodTemplate template, int pods) {
        api.buffers.add(new io.mooring.autoscaler.cluster.Buffer(name, template, pods));
    }

    /// No pod of the app may be missing.
    public void protect(String app, int wanted) {
        api.protections.put(
                app,
                new FakeApi.Protection(
                        "default",
                        new io.mooring.autoscaler.model.LabelSelector(
                                true,
                                List.of(
                                        io.mooring.autoscaler.model.Requirement.of(
                                                "app",
                                                io.mooring.autoscaler.model.Operator.IN,
                                                List.of(app)))),
                        0,
                        wanted));
    }

    /// The machine of a claim comes up as a ready node.
    public void join(Claim claim) {
        answer(
                new Outcome.Launched(
                        claim.name(),
                        "id-" + claim.name(),
                        Outcome.Made.as(claim.spec()),
                        Set.of()));
        api.nodes.put(
                claim.name(),
                new Node(
                        claim.name(),
                        "id-" + claim.name(),
                        new TreeMap<>(),
                        List.of(NodeMarks.UNREGISTERED),
                        claim.spec().allocatable(),
                        true,
                        time.now(),
                        0,
                        false));
        settle();
        Node node = api.nodes.get(claim.name());
        assertThat(node).isNotNull();
        api.nodes.put(
                claim.name(),
                node.with(
                        node.labels(),
                        node.taints().stream()
                                .filter(t -> !claim.spec().startupTaints().contains(t))
                                .toList()));
        settle();
    }

    /// The machine of a claim joins, and its kubelet reports nothing good.
    public void joinNotReady(Claim claim) {
        answer(
                new Outcome.Launched(
                        claim.name(),
                        "id-" + claim.name(),
                        Outcome.Made.as(claim.spec()),
                        Set.of()));
        api.nodes.put(
                claim.name(),
                new Node(
                        claim.name(),
                        "id-" + claim.name(),
                        new TreeMap<>(),
                        List.of(NodeMarks.UNREGISTERED),
                        claim.spec().allocatable(),
                        false,
                        time.now(),
                        0,
                        false));
        settle();
    }

    /// Somebody deletes the claim.
    public void delete(String claim) {
        api.giveUp(claim);
        settle();
    }

    public void joinAll() {
        claims().stream().filter(c -> !c.initialized() && !c.deleting()).forEach(this::join);
    }

    public void notReady(String node) {
        report(node, false);
    }

    public void ready(String node) {
        report(node, true);
    }

    private void report(String node, boolean ready) {
        api.nodes.computeIfPresent(
                node,
                (_, old) ->
                        new Node(
                                old.name(),
                                old.providerId(),
                                old.labels(),
                                old.taints(),
                                old.allocatable(),
                                ready,
                                time.now(),
                                0,
                                false));
    }

    public Pool pool(String name) {
        return Objects.requireNonNull(api.pools.get(name));
    }

    public List<Claim> claims() {
        return List.copyOf(api.claims.values());
    }

    public Claim claim() {
        assertThat(api.claims).hasSize(1);
        return api.claims.firstEntry().getValue();
    }

    public Map<String, Node> nodes() {
        return api.nodes;
    }

    public Map<String, Pod> pods() {
        return api.pods;
    }

    /// The numbers of the plans that were approved and are done.
    public List<String> carriedOut() {
        return api.carriedOut;
    }

    public List<String> said() {
        return api.said;
    }
}
