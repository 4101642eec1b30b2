package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Map;

/// Fields at an object's top that its API lets nobody change.
///
/// @param defaults what an API server fills in, by field
record Fixed(Map<String, Object> defaults) {
    Fixed {
        defaults = Map.copyOf(defaults);
    }

    /// Whether the copy has another value in one of the fields than is wanted.
    boolean differs(KubeObject wanted, KubeObject copy) {
        return defaults.entrySet().stream()
                .anyMatch(field ->
                        !isSame(
                                wanted.at(field.getKey()).orElse(field.getValue()),
                                copy.at(field.getKey()).orElse(field.getValue())));
    }

    private static boolean isSame(Object one, Object other) {
        return one instanceof Number a && other instanceof Number b
                ? a.longValue() == b.longValue()
                : one.equals(other);
    }
}
