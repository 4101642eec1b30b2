package io.mooring.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.port.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What must hold of each action and after each moment.
final class Invariants {

    /// A machine whose claim went before the provider knew of the machine is found by a listing.
    private static final Duration ORPHANED = Duration.ofMinutes(30);

    private static final Duration LONGEST_END = Duration.ofHours(3);

    private final FakeApi api;
    private final Timeline time;
    private final List<FakeProvider> providers;
    private final Map<String, Instant> orphans = new HashMap<>();
    int voluntary;
    int involuntary;

    Invariants(FakeApi api, Timeline time, List<FakeProvider> providers) {
        this.api = api;
        this.time = time;
        this.providers = providers;
    }

    /// Before the write is made.
    void check(Action.Write write) {
        switch (write) {
            case Action.CreateClaim(Claim claim) -> {
                assertThat(api.pools).as("owner of %s", claim.name()).containsKey(claim.pool());
                assertThat(api.claims).doesNotContainKey(claim.name());
            }
            case Action.UpdateClaim(Claim claim) -> {
                Claim old = api.claims.get(claim.name());
                if (old != null && !old.leaving() && claim.leaving() && claim.command() != null) {
                    budget(old, claim.command().reason());
                }
            }
            case Action.DeleteClaim(var name, var reason, _) -> {
                Claim old = api.claims.get(name);
                if (old != null && !old.leaving() && reason.voluntary()) {
                    budget(old, reason);
                }
            }
            case Action.RemoveClaim(var name) ->
                    assertThat(providers)
                            .as("machine of removed claim %s", name)
                            .noneMatch(p -> p.machines.containsKey(name));
            case Action.Kill(var name, _) -> kill(api.pods.get(name));
            default -> {}
        }
    }

    private void budget(Claim claim, Reason reason) {
        Pool pool = api.pools.get(claim.pool());
        int total = 0;
        int going = 1;
        for (Claim other : api.claims.values()) {
            if (other.pool().equals(claim.pool()) && other.initialized()) {
                total++;
                going += !other.name().equals(claim.name()) && isLost(other) ? 1 : 0;
            }
        }
        assertThat(pool).isNotNull();
        assertThat(going)
                .as("nodes of %s going at %s for %s", claim.pool(), time.now(), reason)
                .isLessThanOrEqualTo(pool.allowed(reason, total, time.now()));
        voluntary += pods(claim);
    }

    /// Nodes that are going or not ready have used up their part of a budget.
    private boolean isLost(Claim claim) {
        Node node = api.nodes.get(claim.name());
        return claim.leaving() || node == null || !node.ready();
    }

    /// Before a provider is asked to remove a machine: whoever has to be waited for has left a node
    /// that works, unless its time is up.
    void check(Action.Request request) {
        if (!(request instanceof Action.Terminate(_, var machine))) {
            return;
        }
        Claim claim = api.claims.get(machine);
        Node node = api.nodes.get(machine);
        if (claim == null || node == null || !node.ready()) {
            return;
        }
        Instant by = claim.status().terminateBy();
        if (by == null || time.now().isBefore(by)) {
            assertThat(api.pods.values())
                    .as("pods on %s, which is removed at %s", machine, time.now())
                    .noneMatch(pod -> pod.node().equals(machine) && pod.moves());
        }
    }

    private int pods(Claim claim) {
        return (int)
                api.pods.values().stream()
                        .filter(p -> p.node().equals(claim.name()) && p.moves())
                        .count();
    }

    /// Against a budget only where the end of a grace period leaves no more time.
    private void kill(@Nullable Pod pod) {
        if (pod == null) {
            return;
        }
        Claim claim = api.claims.get(pod.node());
        assertThat(claim).isNotNull();
        assertThat(claim.deleting()).isTrue();
        Instant by = claim.status().terminateBy();
        assertThat(by).as("deadline of %s", claim.name()).isNotNull();
        assertThat(time.now()).isAfterOrEqualTo(by.minus(pod.grace()));
        involuntary++;
    }

    /// Whoever goes goes: with the time that its pods have, that its provider and the API server
    /// may be down, and that a listing may take.
    private void ends(Claim claim) {
        if (claim.deletion() != null) {
            assertThat(Duration.between(claim.deletion(), time.now()))
                    .as("%s goes since %s", claim.name(), claim.deletion())
                    .isLessThan(LONGEST_END);
        }
    }

    void check() {
        api.claims.values().forEach(this::ends);
        orphans.keySet()
                .retainAll(providers.stream().flatMap(p -> p.machines.keySet().stream()).toList());
        for (FakeProvider provider : providers) {
            for (String machine : provider.machines.keySet()) {
                if (api.claims.containsKey(machine)) {
                    orphans.remove(machine);
                } else {
                    Instant since = orphans.computeIfAbsent(machine, _ -> time.now());
                    assertThat(Duration.between(since, time.now()))
                            .as("%s has no claim since", machine)
                            .isLessThan(ORPHANED);
                }
            }
        }
        Map<String, Integer> sizes = new HashMap<>();
        for (Claim claim : api.claims.values()) {
            sizes.merge(claim.pool(), 1, Integer::sum);
        }
        for (Pool pool : api.pools.values()) {
            assertThat((long) sizes.getOrDefault(pool.name(), 0))
                    .as("nodes of " + pool.name())
                    .isLessThanOrEqualTo(
                            pool.placement().limits().getOrDefault(NodePool.NODES, 999L));
        }
    }

    /// Once nothing has happened for long.
    void checkAtRest(int podsWanted) {
        assertThat(api.pods.values().stream().filter(p -> p.moves() && !p.bound()))
                .as("pods without a node")
                .isEmpty();
        assertThat(api.pods.values().stream().filter(Pod::moves)).hasSize(podsWanted);
        assertThat(api.claims.values())
                .allSatisfy(claim -> {
                    assertThat(claim.initialized()).as(claim.name()).isTrue();
                    assertThat(claim.command()).as(claim.name()).isNull();
                });
        for (Pool pool : api.pools.values()) {
            if (pool.replicas() != null) {
                assertThat(api.claims.values())
                        .as("nodes of " + pool.name())
                        .filteredOn(claim -> claim.pool().equals(pool.name()))
                        .hasSize(pool.replicas());
            }
        }
        assertThat(providers.stream().flatMap(p -> p.machines.keySet().stream()))
                .containsExactlyInAnyOrderElementsOf(api.claims.keySet());
        assertThat(api.nodes.keySet()).isEqualTo(api.claims.keySet());
        assertThat(api.nodes.values()).allMatch(Node::ready);
    }
}
