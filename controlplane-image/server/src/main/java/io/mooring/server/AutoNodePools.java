package io.mooring.server;

import io.mooring.autonodes.AutoNodeRunner;
import io.mooring.autonodes.AutoNodeSetup;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.kube.KubeClient;
import io.mooring.pki.CaHash;
import java.time.Clock;

/// Starts what makes nodes come and go with the pods, for the pools of `privateNodes.autoNodes`.
/// The API is of use without it, so nothing waits for it.
final class AutoNodePools {

    private AutoNodePools() {}

    /// @param kube is not closed by it
    static AutoNodeRunner start(
            ControlPlaneSettings settings,
            DataDirectory data,
            ServerOptions options,
            KubeClient kube,
            BootstrapTokens tokens,
            Clock clock) {
        var privateNodes = settings.config().privateNodes();
        var setup =
                new AutoNodeSetup(
                        settings.clusterName(),
                        settings.exposedEndpoint(),
                        CaHash.ofPem(DataDirectory.read(data.pki().resolve("ca.crt"))),
                        privateNodes.autoNodes(),
                        privateNodes.kubelet().config(),
                        options.nodeProviders(),
                        // where tools/rootfs leaves it, beside the binaries
                        options.binDir().toAbsolutePath().resolveSibling("machine-root"));
        return AutoNodeRunner.start(setup, kube, tokens, clock);
    }
}
