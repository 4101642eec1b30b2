package io.mooring.provider.resources.host;

import java.nio.file.Path;

/// Where things are in a control plane's data directory; ARCHITECTURE.md has the list.
public record ControlPlaneFiles(Path data) {

    /// Where clusters and their machines are kept when nobody says otherwise.
    public static final Path ROOT = Path.of("/var/lib/mooring");

    public ControlPlaneFiles {
        if (!data.isAbsolute()) {
            throw new IllegalArgumentException(
                    "the data directory " + data + " is relative; give an absolute path");
        }
        data = data.normalize();
    }

    /// The default place for a cluster of that name.
    public static ControlPlaneFiles ofCluster(String name) {
        return new ControlPlaneFiles(ROOT.resolve(name));
    }

    public Path config() {
        return data.resolve("config.yaml");
    }

    public Path adminKubeconfig() {
        return data.resolve("kubeconfig/admin.conf");
    }

    public Path caCertificate() {
        return data.resolve("pki/ca.crt");
    }

    Path apiSocket() {
        return data.resolve("run/api.sock");
    }

    Path healthSocket() {
        return data.resolve("run/health.sock");
    }

    Path service() {
        return data.resolve("service");
    }

    Path log() {
        return service().resolve("log");
    }
}
