package io.mooring.api;

import java.util.List;

/// A configuration without errors, and what its author should change nonetheless.
public record LoadedConfig(VirtualClusterConfig config, List<Problem> warnings) {
    public LoadedConfig {
        warnings = List.copyOf(warnings);
    }
}
