package io.mooring.autoscaler.whatif;

import io.mooring.autoscaler.cluster.Buffer;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.HostPort;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.model.Toleration;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Effort;
import io.mooring.autoscaler.solver.Solver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Questions about one view of a cluster. Machines that are on order count as nodes, so asking
/// again buys nothing twice. What does not change between questions is made once.
public final class WhatIf {

    /// Wants a node for itself: two of them never share one.
    private static final Guest LONER =
            new Guest(
                    "",
                    new PodTemplate(
                            "",
                            new TreeMap<>(),
                            new TreeMap<>(),
                            List.of(new HostPort("", 1, "MOORING")),
                            new TreeMap<>(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(new Toleration("", "Exists", "", "")),
                            List.of()),
                    Guest.Kind.HEADROOM);

    private final View view;
    private final Market market;
    private final List<NodePool> pools;
    private final List<Guest> waiting;

    /// By name of the claim, or of the node where that is nobody's.
    private final SortedMap<String, ExistingNode> standing;

    private final List<PodTemplate> templates;
    private final Map<PodTemplate, Integer> numbers;

    public WhatIf(View view, Market market) {
        this.view = view;
        this.market = market;
        waiting = new ArrayList<>();
        standing = new TreeMap<>();
        templates = new ArrayList<>();
        numbers = new IdentityHashMap<>();
        pools = market.pools(view.cluster, pool -> pool.replicas() == null && !pool.deleting());
        view.pending().forEach(pod -> waiting.add(guest(pod, Guest.Kind.PENDING)));
        for (Claim claim : view.cluster.claims().values()) {
            if (claim.leaving()) {
                view.movingFrom(claim).forEach(pod -> waiting.add(guest(pod, Guest.Kind.MOVING)));
            } else {
                standing.put(claim.name(), standing(claim, view.nodeOf(claim)));
            }
        }
        for (Node node : view.cluster.nodes().values()) {
            if (view.claimOf(node) == null) {
                standing.put(
                        node.name(),
                        standing(
                                node.name(),
                                node.labels(),
                                node.taints(),
                                node.allocatable(),
                                node));
            }
        }
        for (Buffer buffer : view.cluster.buffers()) {
            for (int i = 0; i < buffer.pods(); i++) {
                waiting.add(new Guest(buffer.name(), buffer.template(), Guest.Kind.HEADROOM));
            }
        }
    }

    private WhatIf(WhatIf of, List<Guest> waiting) {
        view = of.view;
        market = of.market;
        pools = of.pools;
        this.waiting = waiting;
        standing = of.standing;
        templates = of.templates;
        numbers = of.numbers;
    }

    /// The same, but that these do not wait.
    public WhatIf leavingOut(List<Guest> guests) {
        if (guests.isEmpty()) {
            return this;
        }
        // headroom has guests that are equal
        var out = new HashMap<String, Integer>();
        guests.forEach(guest -> out.merge(key(guest), 1, Integer::sum));
        var left = new ArrayList<Guest>();
        for (Guest guest : waiting) {
            if (out.merge(key(guest), -1, Integer::sum) < 0) {
                left.add(guest);
            }
        }
        return new WhatIf(this, left);
    }

    private static String key(Guest guest) {
        return guest.kind() + " " + guest.name();
    }

    /// Pods without a place, pods whose nodes are going, and room to be kept free.
    public List<Guest> waiting() {
        return waiting;
    }

    /// What to buy so that all who wait have a place.
    public Answer now() {
        return solve(pools, waiting, List.copyOf(standing.values()), Effort.FULL);
    }

    /// What to buy so that those on the claims taken away have a place, too. Of the pools that ask
    /// for consent only those of these claims are bought from: another one's is not given by that.
    public Answer without(Set<String> claims, Effort effort) {
        var guests = new ArrayList<>(waiting);
        var own = new HashSet<String>();
        for (String name : claims) {
            Claim claim = view.cluster.claims().get(name);
            if (claim != null) {
                own.add(claim.pool());
                view.movingFrom(claim).forEach(pod -> guests.add(guest(pod, Guest.Kind.MOVING)));
            }
        }
        var nodes = new ArrayList<ExistingNode>(standing.size());
        standing.forEach((name, node) -> {
            if (!claims.contains(name)) {
                nodes.add(node);
            }
        });
        List<NodePool> from =
                pools.stream().filter(pool -> own.contains(pool.name()) || acts(pool)).toList();
        return solve(from, guests, nodes, effort);
    }

    private boolean acts(NodePool placement) {
        Pool pool = view.cluster.pools().get(placement.name());
        return pool != null && pool.consent() == null;
    }

    /// The cheapest machines of one pool, for nobody in particular.
    public Answer anyMachine(Pool pool, int number) {
        return solve(
                market.pools(view.cluster, p -> p.name().equals(pool.name())),
                Collections.nCopies(number, LONER),
                List.of(),
                Effort.FULL);
    }

    private Answer solve(
            List<NodePool> from, List<Guest> guests, List<ExistingNode> nodes, Effort effort) {
        List<Integer> pods = guests.stream().map(guest -> number(guest.template())).toList();
        return new Answer(
                Solver.solve(
                        new Workload(
                                "",
                                market.types,
                                from,
                                view.cluster.daemons(),
                                templates,
                                pods,
                                nodes,
                                view.cluster.namespaces()),
                        effort),
                guests);
    }

    private ExistingNode standing(Claim claim, @Nullable Node node) {
        Claim.Spec spec = claim.spec();
        if (node == null || claim.status().registered() == null) {
            return standing(claim.name(), spec.labels(), spec.taints(), spec.allocatable(), null);
        }
        var labels = new TreeMap<>(spec.labels());
        labels.putAll(node.labels());
        return claim.initialized()
                ? standing(claim.name(), labels, node.taints(), node.allocatable(), node)
                : standing(claim.name(), labels, spec.taints(), spec.allocatable(), node);
    }

    private ExistingNode standing(
            String name,
            SortedMap<String, String> labels,
            List<Taint> taints,
            SortedMap<String, Long> allocatable,
            @Nullable Node node) {
        var daemons = new TreeMap<String, Long>();
        var pods = new ArrayList<Integer>();
        for (Pod pod : view.podsOn(node)) {
            if (pod.kind() == Pod.Kind.WORKLOAD) {
                pods.add(number(pod.template()));
            } else {
                pod.template().requests().forEach((r, n) -> daemons.merge(r, n, Long::sum));
                daemons.merge("pods", 1L, Long::sum);
            }
        }
        // the pools' limits have been charged for it already
        return new ExistingNode(name, "", "", labels, taints, allocatable, daemons, 0, pods);
    }

    private int number(PodTemplate template) {
        Integer known = numbers.get(template);
        if (known == null) {
            known = templates.size();
            numbers.put(template, known);
            templates.add(template);
        }
        return known;
    }

    private static Guest guest(Pod pod, Guest.Kind kind) {
        return new Guest(pod.name(), pod.template(), kind);
    }
}
