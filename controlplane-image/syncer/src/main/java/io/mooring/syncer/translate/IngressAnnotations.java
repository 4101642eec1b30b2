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

    /// How controllers of all makers end the annotations that name a secret.
    private static final String SECRET = "-secret";

    /// Of secrets too: of NGINX's own controller and HAProxy's.
    private static final Set<String> SECRETS =
            Set.of(
                    "nginx.com/jwt-key",
                    "haproxy.org/client-ca",
                    "haproxy.org/server-ca",
                    "haproxy.org/server-crt");

    private static final Set<String> CONFIG_MAPS =
            Set.of(
                    NGINX + "auth-proxy-set-headers",
                    NGINX + "custom-headers",
                    NGINX + "fastcgi-params-configmap");

    /// Traefik's own objects, by namespace and name of the host in one.
    private static final Set<String> OF_THE_HOST =
            Set.of(
                    "traefik.ingress.kubernetes.io/router.middlewares",
                    "traefik.ingress.kubernetes.io/router.tls.options",
                    "traefik.ingress.kubernetes.io/service.serverstransport");

    private final Copies copies;
    private final String hostNamespace;

    IngressAnnotations(Copies copies, String hostNamespace) {
        this.copies = copies;
        this.hostNamespace = hostNamespace;
    }

    /// Whether its value is the name of a secret, or NAMESPACE/NAME.
    static boolean namesSecret(String key) {
        return key.endsWith(SECRET) || SECRETS.contains(key);
    }

    /// As [#namesSecret], of a config map.
    static boolean namesConfigMap(String key) {
        return CONFIG_MAPS.contains(key);
    }

    private static boolean names(String key) {
        return namesSecret(key) || namesConfigMap(key) || key.equals(NGINX + "default-backend");
    }

    void translate(KubeObject tenant, Map<String, Object> annotations, Findings findings) {
        Snippets.leaveOut(annotations, findings);
        for (var key : List.copyOf(annotations.keySet())) {
            var value = Tree.text(annotations, key);
            if (OF_THE_HOST.contains(key)) {
                annotations.remove(key);
                findings.note("annotation " + key + " was left out: it names objects of the host");
            } else if (names(key)) {
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
        if (namespace.endsWith(":")) {
            findings.refuseIf(
                    true, "annotation " + key + ": say the name alone, in place of " + value);
            return value;
        }
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
