package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a copy is what was wanted. An API server adds defaults, which may stay, except where
/// whatever is added has a meaning: in data, selectors and lists.
final class Covers {
    private static final Set<String> EXACT =
            Set.of(
                    "data",
                    "binaryData",
                    "stringData",
                    "selector",
                    "podSelector",
                    "matchLabels",
                    "matchExpressions",
                    "subsets",
                    "endpoints",
                    "ingress",
                    "egress",
                    "rules",
                    "tls");

    private Covers() {}

    /// Metadata only by what the wanted has of labels, annotations and owners; status not at all.
    static boolean covers(KubeObject copy, KubeObject wanted) {
        for (var part : List.of("labels", "annotations")) {
            if (!copy.map("metadata", part)
                    .entrySet()
                    .containsAll(wanted.map("metadata", part).entrySet())) {
                return false;
            }
        }
        return copy.list("metadata", "ownerReferences")
                        .equals(wanted.list("metadata", "ownerReferences"))
                && body(copy.fields(), wanted.fields());
    }

    /// Whether both say the same beside metadata and status, but for what says nothing.
    static boolean same(KubeObject one, KubeObject other) {
        return body(one.fields(), other.fields()) && body(other.fields(), one.fields());
    }

    /// Whether the status is what was wanted; what is not wanted may be there as well.
    static boolean status(KubeObject object, KubeObject wanted) {
        return map(object.map("status"), wanted.map("status"));
    }

    private static boolean body(Map<String, Object> copy, Map<String, Object> wanted) {
        return wanted.entrySet().stream()
                        .filter(e -> !e.getKey().equals("metadata") && !e.getKey().equals("status"))
                        .allMatch(e -> value(e.getKey(), copy.get(e.getKey()), e.getValue()))
                && nothingAdded(copy, wanted);
    }

    private static boolean map(Map<?, ?> copy, Map<?, ?> wanted) {
        return wanted.entrySet().stream()
                        .allMatch(e -> value(e.getKey(), copy.get(e.getKey()), e.getValue()))
                && nothingAdded(copy, wanted);
    }

    private static boolean nothingAdded(Map<?, ?> copy, Map<?, ?> wanted) {
        return EXACT.stream()
                .filter(copy::containsKey)
                .allMatch(key -> wanted.containsKey(key) || isNothing(copy.get(key)));
    }

    private static boolean value(Object key, @Nullable Object copy, Object wanted) {
        if (copy == null) {
            return isNothing(wanted);
        }
        return switch (wanted) {
            case Map<?, ?> map ->
                    copy instanceof Map<?, ?> other
                            && (!isLeaf(key) || other.keySet().equals(map.keySet()))
                            && map(other, map);
            case List<?> list -> copy instanceof List<?> other && list(other, list);
            default -> copy.equals(wanted);
        };
    }

    /// Maps in which every key is the tenant's.
    private static boolean isLeaf(Object key) {
        return key.equals("data")
                || key.equals("binaryData")
                || key.equals("stringData")
                || key.equals("selector")
                || key.equals("podSelector")
                || key.equals("matchLabels");
    }

    private static boolean list(List<?> copy, List<?> wanted) {
        if (copy.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!value("", copy.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// What an API server may leave out when it writes an object.
    private static boolean isNothing(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Map<?, ?> map -> map.values().stream().allMatch(Covers::isNothing);
            case List<?> list -> list.isEmpty();
            case String text -> text.isEmpty();
            case Boolean truth -> !truth;
            case Number number -> number.doubleValue() == 0;
            default -> false;
        };
    }
}
