package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Offer.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Settles zones and other domains larger than a node before anything is packed: pods that must
/// spread, meet or keep apart are given their domain one by one, each the fullest that the rules
/// leave to it at the lowest price. What is left for packing are offers per share of a class.
///
/// A pod without such rules keeps all its offers, but those in domains that another pod keeps free
/// of it.
final class DomainPlanner {

    private final Catalog catalog;
    private final PodClasses classes;
    private final DomainRules rules;
    private final List<Share> shares = new ArrayList<>();
    private final Map<PodClass, Integer> planned = new HashMap<>();
    private final Map<PodClass, List<int[]>> homeless = new HashMap<>();

    DomainPlanner(Catalog catalog, PodClasses classes, DomainRules rules, Workload workload) {
        this.catalog = catalog;
        this.classes = classes;
        this.rules = rules;
        countStanding(workload);
    }

    List<Share> plan() {
        List<PodClass> ordered = new ArrayList<>(classes.classes);
        ordered.sort(Comparator.comparingInt(c -> rules.of(c).turn()));
        for (PodClass podClass : ordered) {
            if (rules.of(podClass).none()) {
                countWhereSettled(podClass);
            }
        }
        for (PodClass podClass : ordered) {
            if (!rules.of(podClass).none()) {
                planAll(podClass);
            }
        }
        for (PodClass podClass : ordered) {
            if (rules.of(podClass).none()) {
                free(podClass);
            }
        }
        return shares;
    }

    /// Pods that no domain would take.
    Map<PodClass, List<int[]>> homeless() {
        return homeless;
    }

    private void planAll(PodClass podClass) {
        if (planned.containsKey(podClass)) {
            return;
        }
        planned.put(podClass, podClass.pods().length);
        Branch root = root(podClass);
        for (int pod : podClass.pods()) {
            bringTargets(podClass, root);
            place(podClass, root, new int[] {pod});
        }
        collect(root, List.copyOf(rules.of(podClass).keys()));
    }

    private void place(PodClass podClass, Branch root, int[] unit) {
        Branch branch = root;
        for (String key : rules.of(podClass).keys()) {
            Branch chosen =
                    DomainChoice.choose(podClass, rules.of(podClass), rules.groups(), key, branch);
            if (chosen == null) {
                homeless.computeIfAbsent(podClass, _ -> new ArrayList<>()).add(unit);
                return;
            }
            branch = chosen;
        }
        branch.share().units().add(unit);
        record(podClass, branch.widest, 1);
    }

    private void collect(Branch branch, List<String> keys) {
        if (branch.used()) {
            shares.add(branch.share());
        }
        if (!keys.isEmpty()) {
            List<String> rest = keys.subList(1, keys.size());
            branch.domains(keys.getFirst()).values().forEach(b -> collect(b, rest));
        }
    }

    /// A pod that has to be where another is needs the other to be somewhere.
    private void bringTargets(PodClass podClass, Branch root) {
        for (DomainGroup group : rules.of(podClass).together()) {
            if (!group.empty() || group.has(podClass)) {
                continue;
            }
            for (PodClass target : classes.classes) {
                if (group.has(target) && target.pods().length > 0) {
                    if (!rules.of(target).none()) {
                        planAll(target);
                    } else if (pinFirst(target, group.key, root)) {
                        break;
                    }
                    if (!group.empty()) {
                        break;
                    }
                }
            }
        }
    }

    private boolean pinFirst(PodClass target, String key, Branch wanted) {
        Branch cheapest = null;
        SortedMap<String, Branch> own = root(target).domains(key);
        for (var there : wanted.domains(key).entrySet()) {
            Branch here = own.get(there.getKey());
            if (here != null
                    && (cheapest == null || here.rate < cheapest.rate)
                    && !DomainChoice.heldAgainst(target, rules.groups(), key, there.getKey())) {
                cheapest = here;
            }
        }
        if (cheapest == null) {
            return false;
        }
        planned.put(target, 1);
        Share share = cheapest.share();
        share.units().add(new int[] {target.pods()[0]});
        shares.add(share);
        record(target, cheapest.widest, 1);
        return true;
    }

    private void free(PodClass podClass) {
        Bits widest = podClass.possible().copy();
        for (DomainGroup group : rules.groups()) {
            if (group.has(podClass)) {
                SortedMap<String, Bits> domains = catalog.labels.byValue(group.key);
                domains.forEach((domain, where) -> {
                    if (group.held(domain)) {
                        widest.andNot(where);
                    }
                });
            }
        }
        var share = new Share(podClass, Preferences.narrow(catalog, podClass, widest), widest);
        for (int i = planned.getOrDefault(podClass, 0); i < podClass.pods().length; i++) {
            share.units().add(new int[] {podClass.pods()[i]});
        }
        if (!share.units().isEmpty()) {
            shares.add(share);
        }
    }

    private Branch root(PodClass podClass) {
        return new Branch(
                catalog,
                podClass,
                podClass.possible(),
                Preferences.narrow(catalog, podClass, podClass.possible()));
    }

    private void countWhereSettled(PodClass podClass) {
        if (!podClass.possible().isEmpty()) {
            record(podClass, podClass.possible(), podClass.pods().length);
        }
    }

    /// Counts pods in each domain that is the only one these offers have.
    private void record(PodClass podClass, Bits offers, int pods) {
        for (DomainGroup group : rules.groups()) {
            if (group.has(podClass) && group.counted.intersects(offers)) {
                String domain = onlyDomain(group.key, offers);
                if (domain != null) {
                    group.add(domain, pods);
                }
            }
        }
        for (DomainGroup group : rules.of(podClass).apart()) {
            String domain = onlyDomain(group.key, offers);
            if (domain != null) {
                group.hold(domain);
            }
        }
    }

    private @Nullable String onlyDomain(String key, Bits offers) {
        String only = catalog.offers.get(offers.next(0)).labels().get(key);
        Bits where = only == null ? null : catalog.labels.byValue(key).get(only);
        return where != null && where.contains(offers) ? only : null;
    }

    private void countStanding(Workload workload) {
        List<List<DomainGroup>> groups = groupsOfClasses();
        for (int i = 0; i < catalog.offers.size(); i++) {
            if (catalog.offers.get(i) instanceof Standing standing) {
                countStanding(i, standing.node(), workload, groups);
            }
        }
    }

    /// Those that each class is a member of, by its number: most pods are in few of many groups.
    private List<List<DomainGroup>> groupsOfClasses() {
        var groups = new ArrayList<List<DomainGroup>>();
        classes.classes.forEach(_ -> groups.add(new ArrayList<>()));
        for (DomainGroup group : rules.groups()) {
            group.members.stream().forEach(id -> groups.get(id).add(group));
        }
        return groups;
    }

    private void countStanding(
            int offer, ExistingNode node, Workload workload, List<List<DomainGroup>> groups) {
        for (int template : node.pods()) {
            PodTemplate pod = workload.podTemplates().get(template);
            PodClass podClass = classes.of(pod);
            for (DomainGroup group : groups.get(podClass.id())) {
                String domain = node.labels().get(group.key);
                if (domain != null && group.counted.get(offer)) {
                    group.add(domain, 1);
                }
            }
            for (DomainGroup group : rules.of(podClass).apart()) {
                String domain = node.labels().get(group.key);
                if (domain != null) {
                    group.hold(domain);
                }
            }
        }
    }
}
