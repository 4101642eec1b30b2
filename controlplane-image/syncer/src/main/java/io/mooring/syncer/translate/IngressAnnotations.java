package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Annotations of ingresses that name other objects, and those that would put text of the tenant
/// into the configuration of a controller that serves others too.
final class IngressAnnotations {
    private static final String NGINX = "nginx.ingress.kubernetes.io/";
    private static final String ALB = "alb.ingress.kubernetes.io/";

    /// Values are NAME or NAMESPACE/NAME.
    private static final Set<String> NAMES =
            Set.of(
                    NGINX + "auth-secret",
                    NGINX + "auth-tls-secret",
                    NGINX + "proxy-ssl-secret",
                    NGINX + "auth-proxy-set-headers",
                    NGINX + "custom-headers",
                    NGINX + "fastcgi-params-configmap",
                    NGINX + "default-backend");

    private final Copies copies;
    private final String hostNamespace;

    IngressAnnotations(Copies copies, String hostNamespace) {
        this.copies = copies;
        this.hostNamespace = hostNamespace;
    }

    void translate(KubeObject tenant, Map<String, Object> annotations, Findings findings) {
        Snippets.leaveOut(annotations, findings);
        for (var key : List.copyOf(annotations.keySet())) {
            var value = Tree.text(annotations, key);
            if (NAMES.contains(key)) {
                annotations.put(key, name(tenant, key, value, findings));
            } else if (key.startsWith(ALB + "actions.")) {
                annotations.remove(key);
                annotations.put(service(tenant, ALB + "actions.", key), action(tenant, value));
            } else if (key.startsWith(ALB + "conditions.")) {
                annotations.remove(key);
                annotations.put(service(tenant, ALB + "conditions.", key), value);
            }
        }
    }

    private String name(KubeObject tenant, String key, String value, Findings findings) {
        int slash = value.indexOf('/');
        if (slash < 0) {
            return copies.name(tenant.namespace(), value);
        }
        var namespace = value.substring(0, slash);
        findings.refuseIf(
                !namespace.equals(tenant.namespace()),
                "annotation " + key + " refers to another namespace, " + namespace);
        return hostNamespace + "/" + copies.name(tenant.namespace(), value.substring(slash + 1));
    }

    /// The end of the key is the name of a backend.
    private String service(KubeObject tenant, String prefix, String key) {
        return prefix + copies.name(tenant.namespace(), key.substring(prefix.length()));
    }

    private String action(KubeObject tenant, String json) {
        Map<String, Object> action;
        try {
            action = Tree.copy(KubeObject.parse(json).fields());
        } catch (IllegalArgumentException _) {
            // the controller will say so of the copy as of the original
            return json;
        }
        copies.rename(action, "serviceName", tenant.namespace());
        for (var group : Tree.maps(Tree.map(action, "forwardConfig"), "targetGroups")) {
            copies.rename(group, "serviceName", tenant.namespace());
        }
        return new KubeObject(action).json();
    }
}
