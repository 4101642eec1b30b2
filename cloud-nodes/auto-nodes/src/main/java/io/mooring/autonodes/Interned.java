package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.PodTemplate;
import java.util.LinkedHashMap;
import java.util.Map;

/// Lets equal pods share one template: it takes memory once, and the solver sees that they are
/// equal without a look. Used by one thread at a time.
final class Interned {

    /// Forgetting costs memory only, so what was not asked for of late goes.
    private static final int MOST = 4096;

    private final Map<PodTemplate, PodTemplate> templates =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<PodTemplate, PodTemplate> eldest) {
                    return size() > MOST;
                }
            };

    /// Safe for use by several threads.
    synchronized Pod shared(Pod pod) {
        PodTemplate known = templates.computeIfAbsent(pod.template(), template -> template);
        return known == pod.template()
                ? pod
                : new Pod(
                        pod.name(),
                        known,
                        pod.kind(),
                        pod.node(),
                        pod.unschedulable(),
                        pod.created(),
                        pod.deletion(),
                        pod.grace(),
                        pod.priority(),
                        pod.deletionCost(),
                        pod.protectedUntil(),
                        pod.stage());
    }
}
