package io.mooring.kube;

/// Names one object: its kind, its namespace (empty for cluster-wide kinds) and its name.
public record ObjectRef(ResourceKind kind, String namespace, String name) {
    public ObjectRef {
        if (kind.namespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(
                    kind.kind()
                            + " "
                            + name
                            + (kind.namespaced() ? " needs a namespace" : " has no namespace"));
        }
        if (name.isEmpty() || name.contains("/") || namespace.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a " + kind.kind() + "; use a DNS-like name");
        }
    }

    public static ObjectRef of(ResourceKind kind, String namespace, String name) {
        return new ObjectRef(kind, namespace, name);
    }

    public static ObjectRef cluster(ResourceKind kind, String name) {
        return new ObjectRef(kind, "", name);
    }

    /// The reference to an object that was read or is to be written.
    public static ObjectRef of(ResourceKind kind, KubeObject object) {
        return new ObjectRef(kind, kind.namespaced() ? object.namespace() : "", object.name());
    }

    String path() {
        return Paths.collection(kind, namespace) + "/" + Paths.escape(name);
    }

    @Override
    public String toString() {
        return kind.plural() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
