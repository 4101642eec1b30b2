package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One pod on its way to the host: what every step of its translation needs.
///
/// @param tenant the tenant's pod
/// @param spec the copy's spec, which the steps change
record PodScope(
        KubeObject tenant,
        Map<String, Object> spec,
        Settings settings,
        Copies copies,
        TenantView view,
        Findings findings) {

    String namespace() {
        return tenant.namespace();
    }

    /// Containers of all three lists, themselves and not copies.
    List<Map<String, Object>> containers() {
        var containers = new ArrayList<Map<String, Object>>();
        for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
            containers.addAll(Tree.maps(spec, list));
        }
        return containers;
    }

    void requireOffered(ResourceKind kind, String field, String name) {
        findings.requireOffered(view, kind, field, name);
    }

    void rename(Map<String, Object> holder, String key) {
        copies.rename(holder, key, namespace());
    }
}
