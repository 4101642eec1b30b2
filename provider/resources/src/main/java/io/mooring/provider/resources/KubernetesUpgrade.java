package io.mooring.provider.resources;

import io.mooring.api.InvalidConfigException;
import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import io.mooring.api.VersionSkew;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Another release of Kubernetes for a control plane that is there: what runs counts, and not what
/// was last declared.
final class KubernetesUpgrade {

    private static final String FIELD = "kubernetesVersion";

    private KubernetesUpgrade() {}

    /// Everything that speaks against it but what [io.mooring.api.ConfigChange] says of the two
    /// declarations; empty if the release does not change. A cluster that does not answer cannot be
    /// asked for its kubelets: it may be what the upgrade is to mend.
    static List<String> refusals(Existing old, ObjectValue inputs, Clusters clusters) {
        Release wanted = ControlPlaneConfig.release(inputs);
        Optional<Release> running = running(old);
        if (running.isEmpty() || running.get().minor() == wanted.minor()) {
            return List.of();
        }
        var refusals = new ArrayList<String>();
        if (!isDeclared(running.get(), old.inputs())) {
            VersionSkew.refusal(running.get(), wanted).ifPresent(refusals::add);
        }
        VersionSkew.tooOld(wanted, kubelets(old, clusters)).forEach(refusals::add);
        return refusals.stream().map(reason -> FIELD + ": " + reason).toList();
    }

    /// What to say before it is done.
    static Optional<String> announcement(Existing old, ObjectValue inputs) {
        Release wanted = ControlPlaneConfig.release(inputs);
        return running(old)
                .filter(before -> before.minor() < wanted.minor())
                .map(before ->
                        "upgrading Kubernetes from %s to %s; the way back is a snapshot that was made before"
                                .formatted(before, wanted));
    }

    private static boolean isDeclared(Release running, ObjectValue inputs) {
        try {
            return KubernetesVersion.wanted(ControlPlaneConfig.load(inputs).config())
                    .filter(declared -> declared.minor() == running.minor())
                    .isPresent();
        } catch (InvalidConfigException _) {
            return false;
        }
    }

    private static Optional<Release> running(Existing old) {
        return old.outputs().text("version").flatMap(Release::parse);
    }

    private static Map<String, String> kubelets(Existing old, Clusters clusters) {
        Optional<ObjectValue> connection = old.outputs().object("connection");
        if (connection.isEmpty()) {
            return Map.of();
        }
        var kubelets = new LinkedHashMap<String, String>();
        try {
            clusters.client(ClusterConnection.of(connection.get()))
                    .list(ResourceKind.NODE, ListQuery.all())
                    .items()
                    .forEach(node -> kubelets.put(node.name(), kubelet(node)));
        } catch (KubeFailure _) {
            return Map.of();
        }
        return kubelets;
    }

    private static String kubelet(KubeObject node) {
        return node.text("status", "nodeInfo", "kubeletVersion").orElse("");
    }
}
