package io.mooring.provider.resources;

import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;

/// Outputs of the last run.
final class Outputs {

    private Outputs() {}

    /// What the resource had beyond its inputs.
    static ObjectValue kept(ResourceType type, Existing old) {
        var kept = new LinkedHashMap<String, Value>();
        for (String name : type.outputs().names()) {
            if (old.outputs().has(name)) {
                kept.put(name, old.outputs().field(name));
            }
        }
        return new ObjectValue(kept);
    }
}
