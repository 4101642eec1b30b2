package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.NodeMode;
import io.mooring.api.SyncedKind;
import io.mooring.api.SyncedKinds;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Copies of a tenant's objects that have no namespace, which the anchor cannot own: it lists their
/// kinds, from before the syncer may make such copies until the cluster goes, and so do they.
final class CopiesOutside {

    /// Of the anchor's data.
    private static final String COPIES = "copies";

    private static final Map<String, ResourceKind> KINDS =
            Stream.of(
                            ResourceKind.PRIORITY_CLASS,
                            ResourceKind.STORAGE_CLASS,
                            ResourceKind.PERSISTENT_VOLUME)
                    .collect(Collectors.toMap(ResourceKind::plural, kind -> kind));

    private CopiesOutside() {}

    /// Notes the kinds of which the configuration has such copies made. Those that an earlier one
    /// had stay noted, for their copies stay as well.
    static void note(KubeClient host, Scope scope) {
        ObjectRef anchor = Anchor.ref(scope.namespace(), scope.cluster());
        Set<String> known = noted(host.find(anchor));
        var all = new LinkedHashSet<String>(known);
        if (scope.config().nodeMode() == NodeMode.SHARED) {
            SyncedKinds.toHost(scope.config()).stream()
                    .filter(kind -> kind.enabled() && !kind.namespaced())
                    .map(SyncedKind::plural)
                    .forEach(all::add);
        }
        if (!all.equals(known)) {
            host.mergePatch(anchor, Map.of("data", Map.of(COPIES, String.join("\n", all))));
        }
    }

    /// Plural names of the kinds.
    static Set<String> noted(Optional<KubeObject> anchor) {
        var noted = new LinkedHashSet<String>();
        anchor.flatMap(found -> found.text("data", COPIES)).stream()
                .flatMap(String::lines)
                .filter(KINDS::containsKey)
                .forEach(noted::add);
        return noted;
    }

    /// Removes the copies, which nobody may make any more. A volume that is in use goes when its
    /// claim does.
    ///
    /// @param anchor as it was; without one, which an earlier removal took away before it was done,
    ///   copies of every kind are looked for
    static void remove(
            KubeClient host, String namespace, String cluster, Optional<KubeObject> anchor) {
        // as the syncer marks them
        var marks = Scope.WORKLOAD + "=" + cluster + ",mooring.io/host-namespace=" + namespace;
        Set<String> noted = noted(anchor);
        KINDS.forEach((plural, kind) -> {
            if (anchor.isEmpty() || noted.contains(plural)) {
                for (KubeObject copy : copies(host, kind, marks, noted.contains(plural))) {
                    host.delete(ObjectRef.of(kind, copy), DeleteOptions.defaults().same(copy));
                }
            }
        });
    }

    /// @param noted whether there may have been any: else whoever must not look cannot have had any
    ///   made
    private static List<KubeObject> copies(
            KubeClient host, ResourceKind kind, String marks, boolean noted) {
        try {
            return host.list(kind, ListQuery.all().labels(marks)).items();
        } catch (KubeFailure.NotFound _) {
            return List.of();
        } catch (KubeFailure.Forbidden e) {
            if (noted) {
                throw e;
            }
            return List.of();
        }
    }
}
