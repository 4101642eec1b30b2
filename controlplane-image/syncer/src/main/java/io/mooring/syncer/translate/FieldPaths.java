package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Paths of fields that a container reads of its own pod: they lead to what the tenant's pod has,
/// which the copy has as annotations.
final class FieldPaths {
    static final String SERVICE_ACCOUNT = Keys.DOMAIN + "/service-account";
    static final String LABELS = Keys.DOMAIN + "/labels";
    static final String ANNOTATIONS = Keys.DOMAIN + "/annotations";

    private static final Pattern ONE =
            Pattern.compile("metadata\\.(labels|annotations)\\['(.*)']", Pattern.DOTALL);
    private static final Map<String, String> WHOLE =
            Map.of(
                    "metadata.name",
                    Marks.OBJECT_NAME,
                    "metadata.namespace",
                    Marks.OBJECT_NAMESPACE,
                    "metadata.uid",
                    Marks.OBJECT_UID,
                    "metadata.labels",
                    LABELS,
                    "metadata.annotations",
                    ANNOTATIONS,
                    "spec.serviceAccountName",
                    SERVICE_ACCOUNT);

    private FieldPaths() {}

    static String toHost(String path) {
        var whole = WHOLE.get(path);
        if (whole != null) {
            return "metadata.annotations['" + whole + "']";
        }
        var one = ONE.matcher(path);
        return one.matches()
                ? "metadata." + one.group(1) + "['" + Keys.toHost(one.group(2)) + "']"
                : path;
    }

    /// Rewrites the path of the `fieldRef` of the holder, if it has one.
    static void rewrite(Map<String, Object> holder) {
        var reference = Tree.map(holder, "fieldRef");
        if (reference.get("fieldPath") instanceof String path) {
            reference.put("fieldPath", toHost(path));
        }
    }

    /// The annotations that the rewritten paths lead to, beside those of every copy.
    static Map<String, String> annotations(KubeObject pod) {
        var annotations = new TreeMap<String, String>();
        annotations.put(SERVICE_ACCOUNT, pod.text("spec", "serviceAccountName").orElse("default"));
        annotations.put(LABELS, lines(pod.labels()));
        if (readsAllAnnotations(pod)) {
            annotations.put(ANNOTATIONS, lines(pod.annotations()));
        }
        return annotations;
    }

    /// As large as all of them together, so only where somebody reads it.
    private static boolean readsAllAnnotations(KubeObject pod) {
        return asksForAll(pod.map("spec"));
    }

    private static boolean asksForAll(Object tree) {
        return switch (tree) {
            case Map<?, ?> map ->
                    "metadata.annotations".equals(map.get("fieldPath"))
                            || map.values().stream().anyMatch(FieldPaths::asksForAll);
            case List<?> list -> list.stream().anyMatch(FieldPaths::asksForAll);
            default -> false;
        };
    }

    /// The form that kubelet gives to a file of them.
    private static String lines(Map<String, String> values) {
        var lines = new StringBuilder();
        new TreeMap<>(values)
                .forEach((key, value) -> {
                    lines.append(lines.isEmpty() ? "" : "\n").append(key).append('=');
                    GoQuotes.append(lines, value);
                });
        return lines.toString();
    }
}
