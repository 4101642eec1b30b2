package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.NodeMode;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.WantedCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The namespace around a control plane: ours to remove only if it was made for it. Whichever of
/// the control plane and the Services in front of it comes first makes it, the last one removes it.
final class OwnNamespace {

    private static final String MADE_FOR = "mooring.io/made-for";
    private static final String POD_SECURITY = "pod-security.kubernetes.io/enforce";

    private OwnNamespace() {}

    /// Makes it for a control plane, or completes it where a Service made it.
    static void ensure(KubeClient host, String namespace, WantedCluster wanted) {
        Look look = look(host, namespace);
        boolean complete =
                look.labels().containsKey(POD_SECURITY)
                        || !wanted.name().equals(look.labels().get(MADE_FOR));
        if (!look.isThere() || !complete) {
            make(
                    host,
                    namespace,
                    wanted.name(),
                    Map.of(POD_SECURITY, podSecurity(wanted.config())));
        }
    }

    /// Makes it for a Service, whose control plane is to come.
    static void ensure(KubeClient host, String namespace, String cluster) {
        if (!look(host, namespace).isThere()) {
            make(host, namespace, cluster, Map.of());
        }
    }

    private record Look(boolean isThere, Map<String, String> labels) {}

    private static Look look(KubeClient host, String namespace) {
        try {
            return host.find(ref(namespace))
                    .map(found -> new Look(true, found.labels()))
                    .orElse(new Look(false, Map.of()));
        } catch (KubeFailure.Forbidden _) {
            // Whoever may not look at namespaces was given one.
            return new Look(true, Map.of());
        }
    }

    private static void make(
            KubeClient host, String namespace, String cluster, Map<String, String> more) {
        var labels = new HashMap<String, Object>(Scope.labels(cluster));
        labels.put(MADE_FOR, cluster);
        labels.putAll(more);
        host.apply(
                ResourceKind.NAMESPACE,
                KubeObject.of(ref(namespace), Map.of("metadata", Map.of("labels", labels))));
    }

    /// The control plane holds to the strictest; tenants' pods on shared nodes, which run beside
    /// it, to what the configuration says.
    private static String podSecurity(VirtualClusterConfig config) {
        if (config.nodeMode() != NodeMode.SHARED) {
            return "restricted";
        }
        var configured = config.policies().podSecurityStandard();
        return configured.isEmpty() ? "baseline" : configured;
    }

    /// The namespace, if it was made for the cluster.
    static Optional<ObjectRef> find(KubeClient host, String namespace, String cluster) {
        try {
            return host.find(ref(namespace))
                    .filter(found -> cluster.equals(found.labels().get(MADE_FOR)))
                    .map(_ -> ref(namespace));
        } catch (KubeFailure.Forbidden _) {
            return Optional.empty();
        }
    }

    private static ObjectRef ref(String namespace) {
        return ObjectRef.cluster(ResourceKind.NAMESPACE, namespace);
    }
}
