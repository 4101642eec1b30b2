package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an apply would change. The host cluster itself is asked, without effect, so that its
/// defaults and what others own of an object do not count.
final class Drift {

    private static final int MOST_PATHS = 4;

    private Drift() {}

    /// In words: empty if the object is as wanted.
    static Optional<String> of(KubeClient host, KubeObject wanted) {
        ResourceKind kind = FrontObjects.kind(wanted);
        ObjectRef ref = ObjectRef.of(kind, wanted);
        String what = wanted.kind() + " " + wanted.name();
        Optional<KubeObject> live = host.find(ref);
        if (live.isEmpty()) {
            return Optional.of(what + " is gone");
        }
        if (live.get().at("metadata", "deletionTimestamp").isPresent()) {
            return Optional.of(what + " is being deleted");
        }
        KubeObject next;
        try {
            next = host.tryApply(kind, wanted);
        } catch (KubeFailure.Invalid e) {
            return Optional.of(what + " cannot be changed to what is declared: " + e.getMessage());
        }
        var paths = new LinkedHashSet<String>();
        compare("", live.get().fields(), next.fields(), paths);
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        what
                                + " differs in "
                                + String.join(", ", paths.stream().limit(MOST_PATHS).toList()));
    }

    /// Values are not told: an object may hold secrets.
    private static void compare(
            String path,
            @Nullable Object live,
            @Nullable Object next,
            LinkedHashSet<String> paths) {
        if (isBookkeeping(path) || Objects.equals(live, next)) {
            return;
        }
        if (live instanceof Map<?, ?> before && next instanceof Map<?, ?> after) {
            var keys = new LinkedHashSet<Object>(before.keySet());
            keys.addAll(after.keySet());
            keys.forEach(key ->
                    compare(
                            path.isEmpty() ? String.valueOf(key) : path + "." + key,
                            before.get(key),
                            after.get(key),
                            paths));
        } else if (live instanceof List<?> before
                && next instanceof List<?> after
                && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i), paths);
            }
        } else {
            paths.add(path);
        }
    }

    private static boolean isBookkeeping(String path) {
        return path.equals("status")
                || path.equals("metadata.managedFields")
                || path.equals("metadata.resourceVersion")
                || path.equals("metadata.generation");
    }

    /// All that differs.
    static List<String> of(KubeClient host, List<KubeObject> wanted) {
        var all = new ArrayList<String>();
        wanted.forEach(object -> of(host, object).ifPresent(all::add));
        return List.copyOf(all);
    }
}
