package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service of the tenant's that the host namespace has under a second name, for the host's own
/// programs. It leads to the same pods as the copy.
///
/// @param namespace the tenant's
/// @param to the name in the host namespace
public record ServiceReplica(String namespace, String name, String to) {
    private static final List<String> TAKEN =
            List.of("ports", "selector", "sessionAffinity", "publishNotReadyAddresses");

    /// Why the copy cannot be had a second time; empty if it can.
    public static String problem(KubeObject copy) {
        return copy.map("spec", "selector").isEmpty()
                ? "it has no selector, and its endpoints are not replicated"
                : "";
    }

    /// The service of the second name.
    ///
    /// @param copy of the service
    public KubeObject of(KubeObject copy, Settings settings) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("labels", Map.of(Marks.REPLICA_OF, settings.names().cluster()));
        if (!settings.owner().isEmpty()) {
            metadata.put("ownerReferences", List.of(settings.owner()));
        }
        var spec = new LinkedHashMap<>(Tree.copy(copy.map("spec")));
        spec.keySet().retainAll(TAKEN);
        Tree.maps(spec, "ports").forEach(port -> port.remove("nodePort"));
        spec.put("type", "ClusterIP");
        if (copy.text("spec", "clusterIP").orElse("").equals("None")) {
            spec.put("clusterIP", "None");
        }
        return KubeObject.of(
                ObjectRef.of(ResourceKind.SERVICE, settings.names().hostNamespace(), to),
                Map.of("metadata", metadata, "spec", spec));
    }
}
