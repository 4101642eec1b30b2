package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.PodTerm;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// Which classes the selectors of others select; equal questions are answered once.
final class Selections {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private record Question(
            LabelSelector selector,
            SortedSet<String> namespaces,
            Optional<LabelSelector> ofNamespaces) {}

    private final List<PodClass> classes;
    private final SortedMap<String, Map<String, String>> namespaces;
    private final Map<Question, BitSet> answers = new HashMap<>();

    Selections(List<PodClass> classes, SortedMap<String, Map<String, String>> namespaces) {
        this.classes = classes;
        this.namespaces = namespaces;
    }

    /// Not to be changed, as all answers.
    BitSet of(LabelSelector selector, PodTemplate owner) {
        return answer(
                selector, new java.util.TreeSet<>(List.of(owner.namespace())), Optional.empty());
    }

    BitSet of(PodTerm term, PodTemplate owner) {
        return term.namespaces().isEmpty() && term.namespaceSelector().isEmpty()
                ? of(term.selector(), owner)
                : answer(term.selector(), term.namespaces(), term.namespaceSelector());
    }

    private BitSet answer(
            LabelSelector selector, SortedSet<String> named, Optional<LabelSelector> ofNamespaces) {
        return answers.computeIfAbsent(
                new Question(selector, named, ofNamespaces),
                question -> {
                    var selected = new BitSet();
                    for (PodClass podClass : classes) {
                        String own = podClass.template().namespace();
                        if ((question.namespaces.contains(own) || selectsNamespace(question, own))
                                && question.selector.matches(podClass.template().labels())) {
                            selected.set(podClass.id());
                        }
                    }
                    return selected;
                });
    }

    private boolean selectsNamespace(Question question, String name) {
        return question.ofNamespaces.map(selector -> selector.matches(labels(name))).orElse(false);
    }

    /// Every API server gives each namespace its name as a label.
    private Map<String, String> labels(String namespace) {
        var labels = new HashMap<>(namespaces.getOrDefault(namespace, Map.of()));
        labels.put(NAME_LABEL, namespace);
        return labels;
    }
}
