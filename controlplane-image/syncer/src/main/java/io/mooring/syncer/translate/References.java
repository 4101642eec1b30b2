package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which config maps and secrets of its namespace an object refers to, so that the host needs them.
public final class References {
    private static final String CONFIG_MAP = "v1/ConfigMap";
    private static final String SECRET = "v1/Secret";

    private final String namespace;
    private final Set<TenantRef> found = new LinkedHashSet<>();

    private References(String namespace) {
        this.namespace = namespace;
    }

    /// What the object of the kind refers to.
    public static Set<TenantRef> of(ResourceKind kind, KubeObject tenant) {
        var references = new References(tenant.namespace());
        if (kind.equals(ResourceKind.POD)) {
            references.pod(tenant);
        } else if (kind.equals(ResourceKind.INGRESS)) {
            references.ingress(tenant);
        } else if (kind.equals(ResourceKind.SERVICE_ACCOUNT)) {
            references.secrets(tenant.maps("imagePullSecrets"), "name");
        }
        return references.found;
    }

    private void pod(KubeObject pod) {
        secrets(pod.maps("spec", "imagePullSecrets"), "name");
        for (var list : List.of("initContainers", "containers", "ephemeralContainers")) {
            pod.maps("spec", list).forEach(this::container);
        }
        for (var volume : pod.maps("spec", "volumes")) {
            volume(volume);
            Tree.maps(Tree.map(volume, "projected"), "sources").forEach(this::volume);
        }
    }

    private void container(Map<String, Object> container) {
        for (var source : Tree.maps(container, "envFrom")) {
            add(CONFIG_MAP, Tree.map(source, "configMapRef"), "name");
            add(SECRET, Tree.map(source, "secretRef"), "name");
        }
        for (var variable : Tree.maps(container, "env")) {
            var source = Tree.map(variable, "valueFrom");
            add(CONFIG_MAP, Tree.map(source, "configMapKeyRef"), "name");
            add(SECRET, Tree.map(source, "secretKeyRef"), "name");
        }
    }

    private void volume(Map<String, Object> volume) {
        add(CONFIG_MAP, Tree.map(volume, "configMap"), "name");
        add(SECRET, Tree.map(volume, "secret"), "secretName");
        add(SECRET, Tree.map(volume, "secret"), "name");
        add(SECRET, Tree.map(volume, "azureFile"), "secretName");
        add(SECRET, Tree.map(Tree.map(volume, "csi"), "nodePublishSecretRef"), "name");
        for (var kind : List.of("cephfs", "rbd", "iscsi", "flexVolume", "scaleIO", "storageos")) {
            add(SECRET, Tree.map(Tree.map(volume, kind), "secretRef"), "name");
        }
    }

    private void ingress(KubeObject ingress) {
        secrets(ingress.maps("spec", "tls"), "secretName");
        ingress.annotations()
                .forEach((key, value) -> {
                    var name = value.substring(value.indexOf('/') + 1);
                    if (IngressAnnotations.namesSecret(key)) {
                        found.add(new TenantRef(SECRET, namespace, name));
                    } else if (IngressAnnotations.namesConfigMap(key)) {
                        found.add(new TenantRef(CONFIG_MAP, namespace, name));
                    }
                });
    }

    private void secrets(List<Map<String, Object>> references, String key) {
        references.forEach(reference -> add(SECRET, reference, key));
    }

    private void add(String kind, Map<String, Object> reference, String key) {
        var name = Tree.text(reference, key);
        if (!name.isEmpty()) {
            found.add(new TenantRef(kind, namespace, name));
        }
    }
}
