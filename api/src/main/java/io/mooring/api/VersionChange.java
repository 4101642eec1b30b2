package io.mooring.api;

import java.util.Optional;
import java.util.regex.Pattern;

/// Upgrades of Kubernetes: one minor version at a time, and never back.
final class VersionChange {
    private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})(\\.\\d+)?.*");
    private static final String K8S = "controlPlane.distro.k8s";

    private VersionChange() {}

    static Optional<ChangeVerdict> judge(VirtualClusterConfig old, VirtualClusterConfig next) {
        var before = version(old);
        var after = version(next);
        int from = minor(before);
        int to = minor(after);
        if (from < 0 || to < 0 || to == from || to == from + 1) {
            return Optional.empty();
        }
        var path = K8S + (changedByVersion(old, next) ? ".version" : ".image.tag");
        var advice =
                to < from
                        ? ": Kubernetes cannot go back; restore a snapshot into a new cluster"
                        : ": Kubernetes takes one minor version at a time; go to 1."
                                + (from + 1)
                                + " first";
        return Optional.of(
                new ChangeVerdict.Refused(path, "from " + before + " to " + after + advice));
    }

    private static boolean changedByVersion(VirtualClusterConfig old, VirtualClusterConfig next) {
        return !old.controlPlane()
                .distro()
                .k8s()
                .version()
                .equals(next.controlPlane().distro().k8s().version());
    }

    private static String version(VirtualClusterConfig config) {
        var k8s = config.controlPlane().distro().k8s();
        return k8s.version().isEmpty() ? k8s.image().tag() : k8s.version();
    }

    private static int minor(String version) {
        var matcher = VERSION.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
