package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.Requirement;
import java.util.TreeMap;

/// Whether a node is no longer what its pool says.
final class Drift {

    private Drift() {}

    /// In words, empty where it has not drifted.
    static String of(Candidate candidate) {
        Pool pool = candidate.pool();
        if (!candidate.claim().spec().hash().equals(pool.hash())) {
            return "its pool's template has changed";
        }
        var labels = new TreeMap<>(candidate.claim().spec().labels());
        labels.putAll(candidate.node().labels());
        for (Requirement requirement : pool.placement().requirements()) {
            // a label that was left open does not count against it
            String value = labels.get(requirement.key());
            if (value != null && !requirement.values().contains(value)) {
                return "its pool no longer allows %s=%s".formatted(requirement.key(), value);
            }
        }
        return "";
    }
}
