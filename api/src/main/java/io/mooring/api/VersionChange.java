package io.mooring.api;

import java.util.Optional;

/// Upgrades of Kubernetes: one minor version at a time, and never back.
final class VersionChange {
    private static final String K8S = "controlPlane.distro.k8s";

    private VersionChange() {}

    static Optional<ChangeVerdict> judge(VirtualClusterConfig old, VirtualClusterConfig next) {
        var path = K8S + (changedByVersion(old, next) ? ".version" : ".image.tag");
        return Release.parse(KubernetesVersion.text(old))
                .flatMap(before ->
                        Release.parse(KubernetesVersion.text(next))
                                .flatMap(after -> VersionSkew.refusal(before, after)))
                .map(reason -> new ChangeVerdict.Refused(path, reason));
    }

    private static boolean changedByVersion(VirtualClusterConfig old, VirtualClusterConfig next) {
        return !old.controlPlane()
                .distro()
                .k8s()
                .version()
                .equals(next.controlPlane().distro().k8s().version());
    }
}
