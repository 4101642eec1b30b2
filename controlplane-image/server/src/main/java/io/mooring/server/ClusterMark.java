package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.regex.Pattern;

/// What tells a cluster from another one of the same name: the beginning of the identity that its
/// namespace `kube-system` got when it was made. It goes along into a snapshot and out of it again.
///
/// @param text eight hexadecimal digits
record ClusterMark(String text) {

    private static final int DIGITS = 8;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}");

    private static final ObjectRef SYSTEM =
            ObjectRef.cluster(ResourceKind.NAMESPACE, "kube-system");

    ClusterMark {
        if (!FORM.matcher(text).matches()) {
            throw new ServerException(
                    "telling this cluster from others: \"%s\" is no beginning of a UID"
                            .formatted(text));
        }
    }

    /// Asks the cluster.
    static ClusterMark of(KubeClient kube) {
        String uid =
                kube.find(SYSTEM)
                        .map(KubeObject::uid)
                        .orElseThrow(() ->
                                new ServerException(
                                        "telling this cluster from others: it has no namespace kube-system"));
        return new ClusterMark(uid.substring(0, Math.min(DIGITS, uid.length())));
    }

    @Override
    public String toString() {
        return text;
    }
}
