package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;

/// Which fields of an object we have applied, as its API server remembers it: the others are its
/// defaults, or somebody else's.
public final class ManagedFields {

    private final List<KubeObject> ours;

    private ManagedFields(List<KubeObject> ours) {
        this.ours = ours;
    }

    public static ManagedFields of(KubeObject object) {
        return new ManagedFields(
                object.maps("metadata", "managedFields").stream()
                        .filter(entry ->
                                Scope.MANAGER.equals(entry.get("manager"))
                                        && "Apply".equals(entry.get("operation")))
                        .map(KubeObject::new)
                        .toList());
    }

    /// Whether we set the field at that path.
    public boolean has(String... path) {
        String[] whole = new String[path.length + 1];
        whole[0] = "fieldsV1";
        for (int i = 0; i < path.length; i++) {
            whole[i + 1] = "f:" + path[i];
        }
        return ours.stream().anyMatch(entry -> entry.at(whole).isPresent());
    }

    /// Whether we set a field of the Service's port of that number.
    public boolean hasPort(String number, String field) {
        String key = "k:{\"port\":" + number + ",\"protocol\":\"TCP\"}";
        return ours.stream()
                .map(entry -> entry.map("fieldsV1", "f:spec", "f:ports", key))
                .anyMatch((Map<String, Object> port) -> port.containsKey("f:" + field));
    }
}
