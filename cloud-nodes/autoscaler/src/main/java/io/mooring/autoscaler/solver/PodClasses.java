package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Volume;
import io.mooring.autoscaler.model.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// The classes of a workload in an order that does not depend on the workload's: large pods first,
/// then by what they say.
final class PodClasses {

    final List<PodClass> classes;

    /// For each template the class of its pods, null where no pod or node uses it.
    private final Map<PodTemplate, PodClass> byTemplate = new HashMap<>();

    /// The same for the workload's own templates, which is asked for each of their pods.
    private final Map<PodTemplate, PodClass> own = new IdentityHashMap<>();

    private record Draft(PodTemplate template, String text, long[] request, List<Integer> pods) {}

    PodClasses(Workload workload, Catalog catalog) {
        var drafts = new HashMap<PodTemplate, Draft>();
        var ofTemplate = new Draft[workload.podTemplates().size()];
        for (int pod = 0; pod < workload.pods().size(); pod++) {
            draft(workload, catalog, workload.pods().get(pod), drafts, ofTemplate).pods.add(pod);
        }
        for (ExistingNode node : workload.existingNodes()) {
            node.pods().forEach(t -> draft(workload, catalog, t, drafts, ofTemplate));
        }
        var ordered = new ArrayList<>(drafts.values());
        ordered.sort(
                Comparator.comparingLong((Draft d) -> -d.request[Resources.CPU])
                        .thenComparingLong(d -> -d.request[Resources.MEMORY])
                        .thenComparing(Draft::text));
        var made = new ArrayList<PodClass>();
        for (Draft draft : ordered) {
            var podClass = compile(made.size(), draft, catalog);
            byTemplate.put(draft.template, podClass);
            made.add(podClass);
        }
        classes = List.copyOf(made);
        for (PodTemplate template : workload.podTemplates()) {
            PodClass podClass = byTemplate.get(template);
            if (podClass != null) {
                own.put(template, podClass);
            }
        }
    }

    PodClass of(PodTemplate template) {
        PodClass known = own.get(template);
        PodClass found = known == null ? byTemplate.get(template) : known;
        if (found == null) {
            throw new IllegalArgumentException("no pod uses " + template);
        }
        return found;
    }

    private static Draft draft(
            Workload workload,
            Catalog catalog,
            int index,
            Map<PodTemplate, Draft> drafts,
            Draft[] ofTemplate) {
        if (ofTemplate[index] == null) {
            PodTemplate template = workload.podTemplates().get(index);
            ofTemplate[index] =
                    drafts.computeIfAbsent(
                            template,
                            t ->
                                    new Draft(
                                            t,
                                            t.toString(),
                                            catalog.resources.of(t),
                                            new ArrayList<>()));
        }
        return ofTemplate[index];
    }

    private static PodClass compile(int id, Draft draft, Catalog catalog) {
        Bits hard = catalog.matching(draft.template).and(catalog.tolerated(draft.template));
        for (Volume volume : draft.template.volumes()) {
            hard.and(catalog.labels.matchingAny(volume.topology()));
        }
        hard.andNot(catalog.portsTakenByDaemons(draft.template));
        Bits possible = hard.copy().and(catalog.available).and(catalog.largeEnough(draft.request));
        return new PodClass(
                id,
                draft.template,
                draft.request,
                hard,
                possible,
                draft.pods.stream().mapToInt(Integer::intValue).toArray());
    }
}
