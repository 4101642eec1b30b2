package io.mooring.bootstrap;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The files that nodes may fetch, by the processor architecture they are for, as Go names it.
///
/// @param own that of the control plane, whose files a node gets that does not say what it is
/// @param files has that of the control plane, and any other there is something for
public record NodePlatforms(String own, Map<String, NodeFiles> files) {

    public NodePlatforms {
        files = Map.copyOf(files);
        if (!files.containsKey(own)) {
            throw new IllegalArgumentException("there are no files for " + own);
        }
    }

    Optional<NodeFiles> of(Optional<String> architecture) {
        return Optional.ofNullable(files.get(architecture.orElse(own)));
    }

    /// What a node of another architecture is told.
    String refusal(String architecture) {
        return "this control plane has no files for nodes of the architecture %s, only for %s; join a machine of such a one, or give the control plane those files (docs/images.md, \"Nodes of another processor\")"
                .formatted(architecture, String.join(" and ", new TreeMap<>(files).keySet()));
    }
}
