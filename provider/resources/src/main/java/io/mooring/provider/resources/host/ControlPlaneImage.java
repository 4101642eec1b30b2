package io.mooring.provider.resources.host;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.VirtualClusterConfig;

/// Which image a control plane runs in, where it runs in one.
public final class ControlPlaneImage {

    /// What `tools/image` calls it, but for the tag.
    public static final String NAME = "mooring.local/control-plane";

    /// What the image of this version is tagged with.
    private static final String VERSION = "0.1.0";

    private ControlPlaneImage() {}

    /// The tag where nobody gives one: each further release of Kubernetes has an image of its own.
    public static String tag(VirtualClusterConfig config) {
        String release = KubernetesVersion.wanted(config).orElseThrow().toString();
        return release.equals(KubernetesVersion.BUILT)
                ? VERSION
                : VERSION + "-kubernetes-" + release;
    }
}
