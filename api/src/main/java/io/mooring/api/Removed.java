package io.mooring.api;

import java.util.List;

/// Keys of the past that nothing replaced. Switched off they are dropped with a warning, so that
/// old files keep working; switched on they are errors.
final class Removed {
    private record Gone(String path, String reason) {}

    private static final List<Gone> ALL =
            List.of(
                    new Gone("pro", "there is one edition"),
                    new Gone("controlPlane.distro.k3s", "upstream Kubernetes is the only one"),
                    new Gone("controlPlane.distro.k0s", "upstream Kubernetes is the only one"),
                    new Gone("controlPlane.distro.eks", "upstream Kubernetes is the only one"),
                    new Gone(
                            "experimental.isolatedControlPlane",
                            "privateNodes separates control plane and workloads"),
                    new Gone(
                            "experimental.multiNamespaceMode",
                            "sync.toHost.namespaces maps namespaces"),
                    new Gone(
                            "networking.replicateServices.enabled", "its lists say what is copied"),
                    new Gone(
                            "deploy.volumeSnapshotController", "install a CSI driver that has one"),
                    new Gone("rbac.enableVolumeSnapshotRules", "volume snapshots are not synced"),
                    new Gone("sync.toHost.volumeSnapshots", "volume snapshots are not synced"),
                    new Gone(
                            "sync.toHost.volumeSnapshotContents",
                            "volume snapshots are not synced"),
                    new Gone(
                            "sync.fromHost.volumeSnapshotClasses",
                            "volume snapshots are not synced"));

    private Removed() {}

    static void apply(
            Node.Obj document, NodeMode mode, List<Problem> problems, List<Problem> warnings) {
        for (var gone : ALL) {
            var node = Tree.at(document, gone.path());
            if (node == null) {
                continue;
            }
            Tree.remove(document, gone.path());
            if (node.asksForNothing()) {
                warnings.add(
                        new Problem(gone.path(), "is gone (" + gone.reason() + "); remove it"));
            } else {
                problems.add(
                        new Problem(
                                gone.path(),
                                "is not supported (" + gone.reason() + "); remove it"));
            }
        }
        sleepMode(document, mode, problems, warnings);
    }

    /// `sleepMode.enabled` decided whether the rest counts; its successor has no such switch.
    private static void sleepMode(
            Node.Obj document, NodeMode mode, List<Problem> problems, List<Problem> warnings) {
        if (!(document.entries().get("sleepMode") instanceof Node.Obj sleep)) {
            return;
        }
        if (sleep.asksForNothing()) {
            document.entries().remove("sleepMode");
            warnings.add(new Problem("sleepMode", "is gone (sleep.auto replaced it); remove it"));
        } else if (mode.hasPrivateNodes()) {
            document.entries().remove("sleepMode");
            problems.add(new Problem("sleepMode", ModeScope.SLEEP.message(mode)));
        } else {
            sleep.entries().remove("enabled");
            if (sleep.asksForNothing()) {
                document.entries().remove("sleepMode");
                problems.add(
                        new Problem(
                                "sleepMode",
                                "says that the cluster sleeps, but not when; set"
                                        + " sleep.auto.afterInactivity or sleep.auto.schedule"));
            }
        }
    }
}
