package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a tenant has changed of a node of the host: labels and taints, as far as they are not what
/// Kubernetes and its controllers say of the machine by `kubernetes.io` and `k8s.io`.
final class NodeChanges {
    private NodeChanges() {}

    /// The host's node with what the tenant has changed; empty if that is nothing, or if the host's
    /// has changed since it was shown, which comes first.
    ///
    /// @param there the tenant's
    /// @param shown what the tenant is to see of the host's as it is now
    static Optional<KubeObject> of(KubeObject there, KubeObject shown, KubeObject host) {
        var body = new LinkedHashMap<>(shown.fields());
        body.remove("status");
        if (!Stamps.isDigest(there, new KubeObject(body))) {
            return Optional.empty();
        }
        var changed =
                host.with(labels(there, shown, host), "metadata", "labels")
                        .with(taints(there, shown, host), "spec", "taints");
        boolean same =
                changed.labels().equals(host.labels())
                        && changed.list("spec", "taints").equals(host.list("spec", "taints"));
        return same ? Optional.empty() : Optional.of(changed);
    }

    private static Map<String, Object> labels(KubeObject there, KubeObject shown, KubeObject host) {
        var labels = new TreeMap<String, Object>(host.labels());
        shown.labels()
                .forEach((key, _) -> {
                    if (!isOthers(key) && !there.labels().containsKey(key)) {
                        labels.remove(key);
                    }
                });
        there.labels()
                .forEach((key, value) -> {
                    if (!isOthers(key) && !value.equals(shown.labels().get(key))) {
                        labels.put(key, value);
                    }
                });
        return labels;
    }

    private static List<Object> taints(KubeObject there, KubeObject shown, KubeObject host) {
        var own = taints(there, false);
        if (own.equals(taints(shown, false))) {
            return host.list("spec", "taints");
        }
        var taints = new ArrayList<>(taints(host, true));
        taints.addAll(own);
        return taints;
    }

    private static List<Object> taints(KubeObject node, boolean others) {
        return node.maps("spec", "taints").stream()
                .filter(taint -> isOthers(String.valueOf(taint.get("key"))) == others)
                .<Object>map(taint -> taint)
                .toList();
    }

    private static boolean isOthers(String key) {
        var domain = key.substring(0, Math.max(0, key.indexOf('/')));
        return Keys.isOfDomain(key) || domain.matches("(.*\\.)?(kubernetes|k8s)\\.io");
    }
}
