package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.NodeTerm;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.model.ValueSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which offers have which labels, as sets; answers of the same question are shared.
final class LabelIndex {

    private record Key(String key, ValueSet values) {}

    private final List<Offer> offers;
    private final Map<String, SortedMap<String, Bits>> values = new HashMap<>();
    private final Map<Key, Bits> answers = new HashMap<>();

    LabelIndex(List<Offer> offers) {
        this.offers = List.copyOf(offers);
    }

    /// The offers for each value of a label; shared, not to be changed.
    SortedMap<String, Bits> byValue(String key) {
        return values.computeIfAbsent(key, this::collect);
    }

    Bits matching(Requirement requirement) {
        return answers.computeIfAbsent(
                new Key(requirement.key(), requirement.values()), this::answer);
    }

    /// The offers for which all of a term holds; a term without requirements holds nowhere.
    Bits matching(NodeTerm term) {
        if (term.requirements().isEmpty()) {
            return new Bits(offers.size());
        }
        Bits all = Bits.all(offers.size());
        term.requirements().forEach(requirement -> all.and(matching(requirement)));
        return all;
    }

    /// The offers for which any term holds; all of them where there is no term.
    Bits matchingAny(List<NodeTerm> terms) {
        if (terms.isEmpty()) {
            return Bits.all(offers.size());
        }
        var any = new Bits(offers.size());
        terms.forEach(term -> any.or(matching(term)));
        return any;
    }

    private Bits answer(Key key) {
        var matching = new Bits(offers.size());
        byValue(key.key)
                .forEach((value, where) -> {
                    if (key.values.contains(value)) {
                        matching.or(where);
                    }
                });
        if (key.values.mayBeAbsent()) {
            Bits absent = Bits.all(offers.size());
            byValue(key.key).values().forEach(absent::andNot);
            matching.or(absent);
        }
        return matching;
    }

    private SortedMap<String, Bits> collect(String key) {
        var byValue = new TreeMap<String, Bits>();
        for (int i = 0; i < offers.size(); i++) {
            String value = offers.get(i).labels().get(key);
            if (value != null) {
                byValue.computeIfAbsent(value, _ -> new Bits(offers.size())).set(i);
            }
        }
        return byValue;
    }
}
