package io.mooring.syncer.names;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What the copies in the host cluster carry so that it can be proved whose they are.
///
/// An object is a copy of the cluster's if the label says so, and if the tenant's name that its
/// annotations tell gives, translated, the name it has. What cannot prove it is never changed or
/// removed.
public final class Marks {
    /// Label: the virtual cluster.
    public static final String CLUSTER = Keys.DOMAIN + "/managed-by";

    /// Label: the tenant's namespace.
    public static final String NAMESPACE = Keys.DOMAIN + "/namespace";

    /// Label of a copy without a namespace: the namespace of the host that its virtual cluster is
    /// in.
    public static final String HOST_NAMESPACE = Keys.DOMAIN + "/host-namespace";

    /// Annotation of a copy of a volume: the tenant's claim that it is for.
    public static final String CLAIM = Keys.DOMAIN + "/claim";

    /// Annotation of a copy of a claim: the tenant's own volume that is for it.
    public static final String VOLUME = Keys.DOMAIN + "/volume";

    public static final String OBJECT_NAME = Keys.DOMAIN + "/object-name";
    public static final String OBJECT_NAMESPACE = Keys.DOMAIN + "/object-namespace";
    public static final String OBJECT_KIND = Keys.DOMAIN + "/object-kind";
    public static final String OBJECT_UID = Keys.DOMAIN + "/object-uid";

    /// Label of what a tenant has because the host cluster has it.
    public static final String FROM_HOST = Keys.DOMAIN + "/from-host";

    /// Label of a service of the host that leads to a tenant's, under a name that the settings say:
    /// the virtual cluster.
    public static final String REPLICA_OF = Keys.DOMAIN + "/replica-of";

    /// Annotation of a definition from the host that a tenant's own objects hang on.
    public static final String KEPT = Keys.DOMAIN + "/kept";

    private Marks() {}

    /// The labels of the pods of the virtual cluster's control plane, which whoever made it gave
    /// them.
    public static Map<String, String> controlPlane(HostNames names) {
        return Map.of(
                "app.kubernetes.io/name",
                "mooring-control-plane",
                Keys.DOMAIN + "/cluster",
                names.cluster());
    }

    /// Whether a tenant has the object because the host cluster has it.
    public static boolean isFromHost(KubeObject tenant) {
        return "true".equals(tenant.labels().get(FROM_HOST));
    }

    /// Whether the tenant keeps it even if the host cluster has it no more: it is a definition, and
    /// objects would go with it of which there is no other.
    public static boolean isKept(KubeObject tenant) {
        return "CustomResourceDefinition".equals(tenant.kind())
                && "true".equals(tenant.annotations().get(KEPT));
    }

    /// The labels of every copy of an object in the namespace; of one without a namespace, if that
    /// is empty.
    public static Map<String, String> labels(HostNames names, String namespace) {
        return namespace.isEmpty()
                ? Map.of(CLUSTER, names.cluster(), HOST_NAMESPACE, names.hostNamespace())
                : Map.of(CLUSTER, names.cluster(), NAMESPACE, namespace);
    }

    /// The annotations of the copy of an object.
    public static Map<String, String> annotations(KubeObject tenant) {
        var annotations = new LinkedHashMap<String, String>();
        annotations.put(OBJECT_KIND, kind(tenant));
        annotations.put(OBJECT_NAME, tenant.name());
        if (!tenant.namespace().isEmpty()) {
            annotations.put(OBJECT_NAMESPACE, tenant.namespace());
        }
        annotations.put(OBJECT_UID, tenant.uid());
        return annotations;
    }

    public static TenantRef refOf(KubeObject tenant) {
        return new TenantRef(kind(tenant), tenant.namespace(), tenant.name());
    }

    /// Which object of the tenant the host's object is a copy of; empty if it cannot prove to be
    /// one. A kind has one object of a name in all its versions: the reference has the one that the
    /// host's object was read in.
    public static Optional<TenantRef> origin(HostNames names, KubeObject host) {
        var told = host.annotations();
        var namespace = told.getOrDefault(OBJECT_NAMESPACE, "");
        var ref = new TenantRef(kind(host), namespace, told.getOrDefault(OBJECT_NAME, ""));
        boolean proved =
                names.cluster().equals(host.labels().get(CLUSTER))
                        && isInPlace(names, host, namespace)
                        && withoutVersion(told.getOrDefault(OBJECT_KIND, ""))
                                .equals(withoutVersion(ref.kind()))
                        && host.name().equals(nameOf(names, ref));
        return proved ? Optional.of(ref) : Optional.empty();
    }

    private static boolean isInPlace(HostNames names, KubeObject host, String namespace) {
        return namespace.isEmpty()
                ? host.namespace().isEmpty()
                        && names.hostNamespace().equals(host.labels().get(HOST_NAMESPACE))
                : names.hostNamespace().equals(host.namespace());
    }

    private static String nameOf(HostNames names, TenantRef ref) {
        try {
            return names.copy(ref.namespace(), ref.name());
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /// Of `apps/v1/Deployment` it is `apps/Deployment`, of `v1/Pod` it is `Pod`.
    private static String withoutVersion(String kind) {
        int name = kind.lastIndexOf('/');
        int version = kind.lastIndexOf('/', name - 1);
        return name < 0 ? kind : kind.substring(0, version + 1) + kind.substring(name + 1);
    }

    private static String kind(KubeObject object) {
        return object.apiVersion() + "/" + object.kind();
    }
}
