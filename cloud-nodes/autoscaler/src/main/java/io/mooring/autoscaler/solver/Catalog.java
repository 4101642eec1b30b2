package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.HostPort;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Taint;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Offer.Buyable;
import io.mooring.autoscaler.solver.Offer.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All offers, cheapest first, whatever the order they came in; standing nodes lead by name.
final class Catalog {

    private static final double NANOS = 1e9;

    final Resources resources;
    final List<Offer> offers;
    final LabelIndex labels;

    /// Those that can be had now, standing nodes among them.
    final Bits available;

    /// Those that cost money.
    final Bits buyable;

    /// How many of each finite inventory there are.
    final long[] stock;

    /// What keeps pods away from the offers it stands for, by taints of one pool or node.
    private final Map<List<Taint>, Bits> byTaints = new HashMap<>();

    private final Bits softTainted;

    private final Map<List<Long>, Bits> largeEnough = new HashMap<>();

    /// Where daemon pods take which host ports.
    private final Map<HostPort, Bits> daemonPorts = new HashMap<>();

    Catalog(Workload workload) {
        resources = new Resources(workload);
        var inventory = new Inventory();
        var found = new ArrayList<Offer>(standing(workload));
        found.addAll(buyable(workload, inventory));
        found.sort(CHEAPEST_FIRST);
        stock = inventory.counts();
        offers = List.copyOf(found);
        labels = new LabelIndex(offers);
        available = new Bits(offers.size());
        buyable = new Bits(offers.size());
        softTainted = new Bits(offers.size());
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = offers.get(i);
            byTaints.computeIfAbsent(offer.taints(), _ -> new Bits(offers.size())).set(i);
            if (offer.taints().stream().anyMatch(Taint::soft)) {
                softTainted.set(i);
            }
            switch (offer) {
                case Standing _ -> available.set(i);
                case Buyable sale -> {
                    buyable.set(i);
                    if (sale.offering().available() && sale.offering().count() > 0) {
                        available.set(i);
                    }
                }
            }
        }
        reserveForDaemons(workload);
    }

    Bits tolerated(PodTemplate pod) {
        var tolerated = new Bits(offers.size());
        byTaints.forEach((taints, where) -> {
            if (taints.stream().allMatch(t -> t.soft() || tolerates(pod, t))) {
                tolerated.or(where);
            }
        });
        return tolerated;
    }

    /// Offers none of whose soft taints the pod would have to put up with.
    Bits withoutSoftTaints(PodTemplate pod) {
        if (softTainted.isEmpty()) {
            return Bits.all(offers.size());
        }
        var free = new Bits(offers.size());
        byTaints.forEach((taints, where) -> {
            if (taints.stream().allMatch(t -> !t.soft() || tolerates(pod, t))) {
                free.or(where);
            }
        });
        return free;
    }

    /// Where the pod's selector and required node affinity hold.
    Bits matching(PodTemplate pod) {
        Bits matching = labels.matchingAny(pod.nodeTerms()).copy();
        pod.nodeSelector()
                .forEach((key, value) -> {
                    Bits where = labels.byValue(key).get(value);
                    matching.and(where == null ? new Bits(offers.size()) : where);
                });
        return matching;
    }

    Bits portsTakenByDaemons(PodTemplate pod) {
        var taken = new Bits(offers.size());
        for (HostPort port : pod.hostPorts()) {
            daemonPorts.forEach((other, where) -> {
                if (port.conflictsWith(other)) {
                    taken.or(where);
                }
            });
        }
        return taken;
    }

    /// Where one such request fits an otherwise empty node; shared, not to be changed.
    Bits largeEnough(long[] request) {
        return largeEnough.computeIfAbsent(
                Arrays.stream(request).boxed().toList(),
                _ -> {
                    var fitting = new Bits(offers.size());
                    for (int i = 0; i < offers.size(); i++) {
                        if (Resources.fits(request, offers.get(i).room())) {
                            fitting.set(i);
                        }
                    }
                    return fitting;
                });
    }

    private static boolean tolerates(PodTemplate pod, Taint taint) {
        return pod.tolerations().stream().anyMatch(t -> t.tolerates(taint));
    }

    private void reserveForDaemons(Workload workload) {
        List<long[]> running = new ArrayList<>();
        for (Offer offer : offers) {
            running.add(
                    offer instanceof Standing standing
                            ? resources.vector(standing.node().daemonRequests())
                            : new long[resources.size()]);
        }
        List<long[]> asked = running.stream().map(_ -> new long[resources.size()]).toList();
        for (PodTemplate daemon : workload.daemonPods()) {
            long[] request = resources.of(daemon);
            Bits where = matching(daemon).and(tolerated(daemon));
            daemon.hostPorts()
                    .forEach(port ->
                            daemonPorts
                                    .computeIfAbsent(port, _ -> new Bits(offers.size()))
                                    .or(where));
            for (int i = where.next(0); i >= 0; i = where.next(i + 1)) {
                Resources.add(asked.get(i), request, 1);
            }
        }
        for (int i = 0; i < offers.size(); i++) {
            long[] room = offers.get(i).room();
            for (int r = 0; r < room.length; r++) {
                room[r] -= Math.max(running.get(i)[r], asked.get(i)[r]);
            }
        }
    }

    private List<Offer> standing(Workload workload) {
        var standing = new ArrayList<Offer>();
        for (ExistingNode node : workload.existingNodes()) {
            var labels = new TreeMap<>(node.labels());
            labels.putIfAbsent(Labels.HOSTNAME, node.name());
            if (!node.nodePool().isEmpty()) {
                labels.putIfAbsent(Labels.NODE_POOL, node.nodePool());
            }
            long[] room = resources.offered(node.allocatable());
            for (int template : node.pods()) {
                Resources.add(room, resources.of(workload.podTemplates().get(template)), -1);
            }
            standing.add(new Standing(node, labels, room));
        }
        return standing;
    }

    private List<Offer> buyable(Workload workload, Inventory inventory) {
        var choices = new LabelChoices(new Mentioned(workload));
        var buyable = new ArrayList<Offer>();
        for (NodePool pool : workload.nodePools()) {
            for (InstanceType type : workload.instanceTypes()) {
                for (Offering offering : type.offerings()) {
                    for (Map<String, String> chosen : choices.of(pool, type, offering)) {
                        buyable.add(
                                new Buyable(
                                        pool,
                                        type,
                                        offering,
                                        chosen,
                                        resources.offered(type.allocatable()),
                                        Math.round(offering.price() * NANOS),
                                        inventory.place(type, offering)));
                    }
                }
            }
        }
        return buyable;
    }

    private static final Comparator<Offer> CHEAPEST_FIRST =
            Comparator.comparing((Offer offer) -> offer instanceof Buyable)
                    .thenComparingLong(Offer::price)
                    .thenComparing(Comparator.comparingInt(Offer::weight).reversed())
                    .thenComparing((a, b) -> byName(a, b));

    /// The ways to settle one offering's labels compare equal: they are found in the same order
    /// whatever the workload's.
    private static int byName(Offer a, Offer b) {
        if (a instanceof Standing one && b instanceof Standing two) {
            return one.node().name().compareTo(two.node().name());
        }
        return a instanceof Buyable one && b instanceof Buyable two ? SALES.compare(one, two) : 0;
    }

    private static final Comparator<Buyable> SALES =
            Comparator.comparing((Buyable sale) -> sale.pool().name())
                    .thenComparing(sale -> sale.type().name())
                    .thenComparing(sale -> sale.offering().zone())
                    .thenComparing(sale -> sale.offering().capacityType())
                    .thenComparing(sale -> sale.offering().reservation());
}
