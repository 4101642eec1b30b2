package io.mooring.syncer.metrics;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Optional;

/// What a node and the tenant's pods on it take. What nobody has measured is not in it.
///
/// @param whole what the node takes, if anything is known of it
record NodeReading(KubeObject node, Optional<Counted> whole, List<Pod> pods) {
    NodeReading {
        pods = List.copyOf(pods);
    }

    /// @param nanos of processor time until then
    record Counted(Usage usage, long nanos) {}

    /// @param whole empty if none of its containers was measured
    record Pod(KubeObject pod, Optional<Counted> whole, List<Container> containers) {
        Pod {
            containers = List.copyOf(containers);
        }
    }

    /// @param started as the API writes times; empty if that is not known
    record Container(String name, String started, Counted counted) {}
}
