package io.mooring.syncer.names;

import java.util.regex.Pattern;

/// Names in the host cluster of what one virtual cluster has.
///
/// A namespaced object is called `NAME-x-NAMESPACE-x-CLUSTER`. What would be longer than 63
/// characters is cut to 52 and gets ten digits of a hash. Texts of this form can be read in several
/// ways when a name holds `-x-` itself: `a-x-b` of namespace `c` and `a` of namespace `b-x-c`. The
/// reading with the shortest cluster, then the shortest namespace, has the plain text; any other
/// gets a hash of its own as well. So no two objects share a name, short of equal hashes.
///
/// Every result is at most 63 characters, and a DNS label if the tenant's name holds no dot.
public record HostNames(String cluster, String hostNamespace) {
    private static final String JOINT = "-x-";
    private static final int KEPT = 52;
    private static final int HASHED = 10;
    private static final String EVERYWHERE = "mooring-";
    private static final Pattern CLUSTER_WIDE =
            Pattern.compile(EVERYWHERE + "(.+-x-.+-x-.+|.+-[0-9a-f]{" + HASHED + "})");

    /// @throws IllegalArgumentException if one of them is no DNS label
    public HostNames {
        DnsNames.requireLabel("the cluster's name", cluster);
        DnsNames.requireLabel("the host namespace", hostNamespace);
    }

    /// The host's name of a tenant's object in a namespace.
    ///
    /// @throws IllegalArgumentException if the name or the namespace is none in Kubernetes
    public String namespaced(String namespace, String name) {
        return of(name, namespace, cluster);
    }

    /// The host's name of a tenant's object without a namespace. The host namespace is part of it,
    /// for clusters of equal names in different namespaces.
    public String clusterWide(String name) {
        return joined(EVERYWHERE, name, hostNamespace, cluster);
    }

    /// Whether the name could be that of a copy without a namespace, of whichever cluster.
    public static boolean mayBeClusterWide(String name) {
        return CLUSTER_WIDE.matcher(name).matches();
    }

    /// The host's name of a tenant's object, in a namespace or, if that is empty, without one.
    ///
    /// @throws IllegalArgumentException if the name or the namespace is none in Kubernetes
    public String copy(String namespace, String name) {
        return namespace.isEmpty() ? clusterWide(name) : namespaced(namespace, name);
    }

    /// The host's name of the object NAME in NAMESPACE of CLUSTER.
    ///
    /// @throws IllegalArgumentException if one of them is no name in Kubernetes
    public static String of(String name, String namespace, String cluster) {
        return joined("", name, namespace, cluster);
    }

    private static String joined(String prefix, String name, String namespace, String cluster) {
        DnsNames.requireSubdomain("the name", name);
        DnsNames.requireLabel("the namespace", namespace);
        DnsNames.requireLabel("the cluster's name", cluster);
        var first = prefix + name;
        var text = first + JOINT + namespace + JOINT + cluster;
        boolean plain = isReadAs(text, first.length(), namespace.length());
        if (plain && text.length() <= DnsNames.MAX_LABEL) {
            return text;
        }
        var hashed = plain ? text : first + "/" + namespace + "/" + cluster;
        var kept = text.substring(0, Math.min(KEPT, text.length()));
        return (kept + "-" + Digests.hex(hashed, HASHED)).replace(".-", "-");
    }

    /// Whether the text, read from its end, falls into parts of these lengths.
    private static boolean isReadAs(String text, int first, int namespace) {
        int second = text.lastIndexOf(JOINT);
        // a namespace has at least one character, so joints do not overlap
        int joint = text.lastIndexOf(JOINT, second - JOINT.length() - 1);
        return joint == first && second == first + JOINT.length() + namespace;
    }
}
