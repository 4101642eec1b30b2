package io.mooring.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The releases of Kubernetes that this Mooring carries; `tools/upstream` builds them.
public final class KubernetesVersion {

    /// The one of a cluster that asks for none, and of nodes; as upstream's binaries report it.
    public static final String BUILT = "v1.34.4";

    /// All of them, oldest first.
    public static final List<Release> CARRIED = List.of(Release.of(BUILT), new Release(35, 4));

    /// The directory, among the binaries, with one for each release but the usual one.
    public static final String FURTHER = "kubernetes";

    private KubernetesVersion() {}

    /// Where the programs of a release are: those of the usual one are among the other binaries.
    public static Path programs(Path binaries, Release release) {
        return release.toString().equals(BUILT)
                ? binaries
                : binaries.resolve(FURTHER).resolve(release.toString());
    }

    /// The release that a configuration asks for, if this Mooring carries it.
    public static Optional<Release> wanted(VirtualClusterConfig config) {
        return carried(text(config));
    }

    /// What is wrong with the release that a configuration asks for.
    public static Optional<Problem> problem(VirtualClusterConfig config) {
        return wanted(config).isPresent()
                ? Optional.empty()
                : Optional.of(new Problem(path(config), unknown(text(config))));
    }

    /// The carried release of that name, with or without its `v`.
    public static Optional<Release> carried(String release) {
        String named = release.startsWith("v") ? release : "v" + release;
        return CARRIED.stream().filter(known -> known.toString().equals(named)).findFirst();
    }

    /// What there is to say of a release that is not carried.
    public static String unknown(String release) {
        List<String> carried = CARRIED.stream().map(Release::toString).toList();
        return "\"%s\" is no release of Kubernetes that this Mooring runs; leave it out, which is %s, or write %s"
                .formatted(release, BUILT, String.join(" or ", carried));
    }

    /// Where a configuration says which release it wants: the tag of the image is the older way.
    static String path(VirtualClusterConfig config) {
        return "controlPlane.distro.k8s"
                + (k8s(config).version().isEmpty() ? ".image.tag" : ".version");
    }

    /// As the configuration has it.
    static String text(VirtualClusterConfig config) {
        var k8s = k8s(config);
        return k8s.version().isEmpty() ? k8s.image().tag() : k8s.version();
    }

    private static Distro.K8s k8s(VirtualClusterConfig config) {
        return config.controlPlane().distro().k8s();
    }
}
