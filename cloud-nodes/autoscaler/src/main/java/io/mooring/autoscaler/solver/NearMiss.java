package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Volume;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Says which single constraint stands between a pod and most offers.
final class NearMiss {

    private static final String AVAILABILITY = "availability";

    private final Catalog catalog;

    NearMiss(Catalog catalog) {
        this.catalog = catalog;
    }

    /// @param homeless pods of the class that no domain would take
    UnplacedPods explain(PodClass podClass, List<Integer> pods, boolean homeless) {
        if (!podClass.possible().isEmpty()) {
            return homeless
                    ? new UnplacedPods(
                            pods,
                            "topology",
                            "%d offers would do, but in no zone or other domain do the pods that are"
                                            .formatted(podClass.possible().count())
                                    + " there leave room for one more by spread, affinity or"
                                    + " anti-affinity")
                    : new UnplacedPods(
                            pods,
                            "limits",
                            "%d offers would do, but the limits of their pools, their inventories"
                                            .formatted(podClass.possible().count())
                                    + " or minValues allow no more of them");
        }
        Map<String, Bits> constraints = constraints(podClass);
        String nearest = "";
        int most = 0;
        for (String name : constraints.keySet()) {
            int missed = allBut(name, constraints).count();
            if (missed > 0 && name.equals(AVAILABILITY)) {
                // all else is right: to wait may be enough
                most = missed;
                nearest = name;
                break;
            }
            if (missed > most) {
                most = missed;
                nearest = name;
            }
        }
        if (most == 0) {
            String narrow =
                    constraints.entrySet().stream()
                            .filter(e -> e.getValue().count() < catalog.offers.size())
                            .map(e -> e.getKey() + " (allows " + e.getValue().count() + ")")
                            .collect(Collectors.joining(", "));
            return new UnplacedPods(
                    pods,
                    "several",
                    "no one constraint alone keeps them from any of the %d offers: %s"
                            .formatted(catalog.offers.size(), narrow));
        }
        return new UnplacedPods(
                pods,
                nearest,
                "%d offers fail by this alone: %s"
                        .formatted(most, say(nearest, podClass, allBut(nearest, constraints))));
    }

    private Bits allBut(String name, Map<String, Bits> constraints) {
        Bits left = Bits.all(catalog.offers.size());
        constraints.forEach((other, allowed) -> {
            if (!other.equals(name)) {
                left.and(allowed);
            }
        });
        return left;
    }

    private Map<String, Bits> constraints(PodClass podClass) {
        PodTemplate pod = podClass.template();
        int size = catalog.offers.size();
        var constraints = new LinkedHashMap<String, Bits>();
        constraints.put("nodeAffinity", catalog.matching(pod));
        constraints.put("taints", catalog.tolerated(pod));
        Bits volumes = Bits.all(size);
        for (Volume volume : pod.volumes()) {
            volumes.and(catalog.labels.matchingAny(volume.topology()));
        }
        constraints.put("volumes", volumes);
        constraints.put("hostPorts", Bits.all(size).andNot(catalog.portsTakenByDaemons(pod)));
        constraints.put(AVAILABILITY, catalog.available);
        constraints.put("resources", catalog.largeEnough(podClass.request()));
        return constraints;
    }

    private String say(String constraint, PodClass podClass, Bits missed) {
        PodTemplate pod = podClass.template();
        return switch (constraint) {
            case "nodeAffinity" -> "the pod wants " + pod.nodeSelector() + " " + terms(pod);
            case "taints" -> "not tolerated: " + catalog.offers.get(missed.next(0)).taints();
            case "volumes" -> "its volumes are elsewhere";
            case "hostPorts" -> "a daemon pod has the port";
            case AVAILABILITY -> "they are sold out";
            default -> lacking(podClass, missed);
        };
    }

    private static String terms(PodTemplate pod) {
        return pod.nodeTerms().stream()
                .flatMap(term -> term.requirements().stream())
                .map(r ->
                        r.key()
                                + (r.values().complement() ? " not in " : " in ")
                                + r.values().named())
                .collect(Collectors.joining(", "));
    }

    /// Which resource the roomiest of the offers lacks.
    private String lacking(PodClass podClass, Bits missed) {
        var lacking = new ArrayList<String>();
        for (int r = 0; r < podClass.request().length; r++) {
            long largest = 0;
            for (int o = missed.next(0); o >= 0; o = missed.next(o + 1)) {
                largest = Math.max(largest, catalog.offers.get(o).room()[r]);
            }
            if (podClass.request()[r] > largest) {
                lacking.add(
                        "%s: %d asked for, %d at most left beside daemon pods"
                                .formatted(
                                        catalog.resources.name(r), podClass.request()[r], largest));
            }
        }
        return lacking.isEmpty()
                ? "none has enough of everything at once"
                : String.join("; ", lacking);
    }
}
