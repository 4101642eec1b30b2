package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.ValueSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The labels that a node of a pool, a type and an offering can have: one set of labels for each
/// way in which what is left open, and asked about by pods, can be settled.
final class LabelChoices {

    /// More ways than this are not worth a thought: pools leave open a few values of a key or two.
    private static final int MOST = 64;

    private final Mentioned mentioned;

    LabelChoices(Mentioned mentioned) {
        this.mentioned = mentioned;
    }

    /// Empty where the pool does not allow the offering.
    List<Map<String, String>> of(NodePool pool, InstanceType type, Offering offering) {
        var open = new TreeMap<String, SortedSet<String>>(type.labels());
        pool.labels().forEach((key, value) -> put(open, key, value));
        put(open, Labels.ZONE, offering.zone());
        put(open, Labels.CAPACITY_TYPE, offering.capacityType());
        put(open, Labels.NODE_POOL, pool.name());
        put(open, Labels.INSTANCE_TYPE, type.name());
        for (Requirement requirement : pool.requirements()) {
            String key = requirement.key();
            SortedSet<String> values = open.get(key);
            if (values == null) {
                open.put(key, own(key, requirement.values()));
                continue;
            }
            var left = new TreeSet<>(values);
            left.removeIf(value -> !requirement.values().contains(value));
            if (left.isEmpty() && !(values.isEmpty() && requirement.values().mayBeAbsent())) {
                return List.of();
            }
            open.put(key, left);
        }
        return settle(open);
    }

    /// The values of a key that only the pool knows: those it names, or of those that pods name the
    /// ones it allows.
    private SortedSet<String> own(String key, ValueSet allowed) {
        var values = new TreeSet<>(allowed.complement() ? mentioned.values(key) : allowed.named());
        values.removeIf(value -> !allowed.contains(value));
        if (allowed.mayBeAbsent()) {
            values.clear();
        }
        return values;
    }

    private static void put(Map<String, SortedSet<String>> open, String key, String value) {
        var one = new TreeSet<String>();
        one.add(value);
        open.put(key, one);
    }

    private List<Map<String, String>> settle(Map<String, SortedSet<String>> open) {
        List<Map<String, String>> settled = List.of(new HashMap<>());
        for (var entry : open.entrySet()) {
            SortedSet<String> values = entry.getValue();
            if (values.size() == 1) {
                settled.forEach(labels -> labels.put(entry.getKey(), values.first()));
            } else if (values.size() > 1
                    && mentioned.key(entry.getKey())
                    && settled.size() * values.size() <= MOST) {
                settled = product(settled, entry.getKey(), values);
            }
        }
        return settled;
    }

    private static List<Map<String, String>> product(
            List<Map<String, String>> settled, String key, SortedSet<String> values) {
        var product = new ArrayList<Map<String, String>>();
        for (Map<String, String> labels : settled) {
            for (String value : values) {
                var more = new HashMap<>(labels);
                more.put(key, value);
                product.add(more);
            }
        }
        return product;
    }
}
