package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.cluster.Buffer;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.PodBudget;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.port.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The API server: objects, finalizers, and the eviction API with its budgets.
final class FakeApi {

    /// @param mostMissing how many of the pods it covers may be missing
    record Protection(String namespace, LabelSelector selector, int mostMissing, int wanted) {}

    final TreeMap<String, Pool> pools = new TreeMap<>();
    final TreeMap<String, Claim> claims = new TreeMap<>();
    final TreeMap<String, Node> nodes = new TreeMap<>();
    final TreeMap<String, Pod> pods = new TreeMap<>();
    final TreeMap<String, Protection> protections = new TreeMap<>();
    final List<PodTemplate> daemons = new ArrayList<>();
    final List<Buffer> buffers = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    final List<String> carriedOut = new ArrayList<>();
    int refused;
    private final Timeline time;
    private final Consumer<String> podGone;

    FakeApi(Timeline time, Consumer<String> podGone) {
        this.time = time;
        this.podGone = podGone;
    }

    Cluster view(SortedMap<String, List<InstanceType>> types) {
        return new Cluster(
                pools,
                claims,
                nodes,
                seen(),
                protections.values().stream()
                        .map(p ->
                                new PodBudget(
                                        p.namespace,
                                        "of-it",
                                        p.selector,
                                        allowed(p),
                                        unreadyMayGo(p),
                                        desired(p),
                                        healthy(p),
                                        p.wanted))
                        .toList(),
                daemons,
                buffers,
                new TreeMap<>(),
                types);
    }

    void write(Action.Write write) {
        Instant now = time.now();
        switch (write) {
            case Action.CreateClaim(Claim claim) -> claims.putIfAbsent(claim.name(), claim);
            case Action.UpdateClaim(Claim claim) ->
                    claims.computeIfPresent(
                            claim.name(),
                            (_, old) ->
                                    old.with(claim.spec())
                                            .with(claim.status())
                                            .with(claim.command()));
            case Action.DeleteClaim(var name, var reason, var by) ->
                    claims.computeIfPresent(
                            name,
                            (_, old) ->
                                    old.deleting()
                                            ? old
                                            : old.with(old.status().going(reason, end(old, by)))
                                                    .deleted(now));
            case Action.RemoveClaim(var name) -> claims.remove(name);
            case Action.MarkNode(var name, var labels, var taints) ->
                    nodes.computeIfPresent(name, (_, node) -> node.with(labels, taints));
            case Action.RemoveNode(var name) -> removeNode(name);
            case Action.Evict(var name) -> evict(name);
            case Action.Kill(var name, var grace) -> delete(name, grace);
            case Action.TellPlan(var pool, var text) ->
                    pools.computeIfPresent(pool, (_, old) -> Market.asking(old, "", text));
            case Action.ClosePlan(var pool, var id) -> {
                pools.computeIfPresent(pool, (_, old) -> Market.asking(old, "", ""));
                carriedOut.add(id);
            }
            case Action.Say(var kind, var object, var reason, var text) ->
                    said.add(kind + " " + object + " " + reason + ": " + text);
        }
    }

    private @Nullable Instant end(Claim claim, @Nullable Instant by) {
        Duration grace = claim.spec().gracePeriod();
        Instant own = grace == null ? null : time.now().plus(grace);
        return by == null ? own : own == null || by.isBefore(own) ? by : own;
    }

    /// By somebody's hand, who gives no reason.
    void giveUp(String claim) {
        claims.computeIfPresent(
                claim,
                (_, old) ->
                        old.deleting()
                                ? old
                                : old.with(
                                                new Claim.Status(
                                                        old.status().providerId(),
                                                        old.status().launched(),
                                                        old.status().registered(),
                                                        old.status().initialized(),
                                                        null,
                                                        end(old, null)))
                                        .deleted(time.now()));
    }

    void removeNode(String name) {
        if (nodes.remove(name) != null) {
            for (Pod pod : List.copyOf(pods.values())) {
                if (pod.node().equals(name)) {
                    gone(pod.name());
                }
            }
        }
    }

    private void evict(String name) {
        Pod pod = pods.get(name);
        if (pod == null || pod.deletion() != null) {
            return;
        }
        for (Protection protection : protections.values()) {
            if (covers(protection, pod) && guards(protection, pod) && allowed(protection) <= 0) {
                refused++;
                return;
            }
        }
        delete(name, pod.grace());
    }

    private boolean guards(Protection protection, Pod pod) {
        return switch (stage(pod)) {
            case PENDING -> false;
            case RUNNING -> !unreadyMayGo(protection);
            case READY -> true;
        };
    }

    /// How far the pod has come, as long as it is there.
    void begun(String name, Pod.Stage stage) {
        pods.computeIfPresent(
                name,
                (_, pod) -> changed(pod, pod.node(), pod.unschedulable(), pod.deletion(), stage));
    }

    /// None is ready on a node that is not.
    private Pod.Stage stage(Pod pod) {
        return pod.stage() == Pod.Stage.READY && pod.bound() && !ready(pod.node())
                ? Pod.Stage.RUNNING
                : pod.stage();
    }

    private TreeMap<String, Pod> seen() {
        var seen = new TreeMap<>(pods);
        seen.replaceAll((_, pod) -> {
            Pod.Stage stage = stage(pod);
            return stage == pod.stage()
                    ? pod
                    : changed(pod, pod.node(), pod.unschedulable(), pod.deletion(), stage);
        });
        return seen;
    }

    void delete(String name, Duration grace) {
        Pod pod = pods.get(name);
        if (pod == null) {
            return;
        }
        pods.put(name, changed(pod, pod.node(), pod.unschedulable(), time.now()));
        time.in(grace, () -> end(name));
    }

    /// Where nobody is left on the node to end it, it stays until the node's object goes.
    private void end(String name) {
        Pod pod = pods.get(name);
        if (pod != null && (!pod.bound() || ready(pod.node()))) {
            gone(name);
        }
    }

    private void gone(String name) {
        if (pods.remove(name) != null) {
            podGone.accept(name);
        }
    }

    private int allowed(Protection protection) {
        return Math.max(0, healthy(protection) - desired(protection));
    }

    private boolean unreadyMayGo(Protection protection) {
        return desired(protection) > 0 && healthy(protection) >= desired(protection);
    }

    private static int desired(Protection protection) {
        return Math.max(0, protection.wanted - protection.mostMissing);
    }

    private int healthy(Protection protection) {
        return (int)
                pods.values().stream()
                        .filter(pod -> covers(protection, pod) && pod.deletion() == null)
                        .filter(pod -> pod.bound() && stage(pod) == Pod.Stage.READY)
                        .count();
    }

    private boolean ready(String node) {
        Node found = nodes.get(node);
        return found != null && found.ready();
    }

    private static boolean covers(Protection protection, Pod pod) {
        return pod.kind() == Pod.Kind.WORKLOAD
                && pod.template().namespace().equals(protection.namespace)
                && protection.selector.matches(pod.template().labels());
    }

    static Pod changed(Pod pod, String node, boolean unschedulable, @Nullable Instant deletion) {
        return changed(pod, node, unschedulable, deletion, pod.stage());
    }

    private static Pod changed(
            Pod pod,
            String node,
            boolean unschedulable,
            @Nullable Instant deletion,
            Pod.Stage stage) {
        return new Pod(
                pod.name(),
                pod.template(),
                pod.kind(),
                node,
                unschedulable,
                pod.created(),
                deletion,
                pod.grace(),
                pod.priority(),
                pod.deletionCost(),
                pod.protectedUntil(),
                stage);
    }
}
