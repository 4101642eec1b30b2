package io.mooring.server;

import io.mooring.syncer.kubelet.Door;
import io.mooring.syncer.kubelet.Gate;
import io.mooring.syncer.kubelet.KubeletDoor;
import io.mooring.syncer.metrics.MetricsApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;

/// Answers what kube-apiserver asks of nodes' kubelets, and for metrics, as far as each is switched
/// on.
final class CopyCalls {

    private CopyCalls() {}

    /// @param closing closes what is opened
    /// @throws ServerException if something else listens there
    static void answer(ControlPlaneSettings settings, Path pki, Copies copies, Closing closing) {
        if (settings.config().networking().advanced().proxyKubelets().any()) {
            var kubelets = KubeletDoor.service(copies);
            open(KubeletDoor.PORT, ApiServerGate.ofKubelets(pki), kubelets, closing);
        }
        var measured = settings.config().integrations().metricsServer();
        if (measured.enabled()) {
            var served = new HashSet<String>();
            if (measured.nodes()) {
                served.add("nodes");
            }
            if (measured.pods()) {
                served.add("pods");
            }
            var metrics = new MetricsApi(copies::metrics, served);
            open(MetricsRegistration.PORT, ApiServerGate.ofApis(pki), metrics, closing);
        }
    }

    private static void open(int port, Gate gate, Door.Service service, Closing closing) {
        var address = new InetSocketAddress(ControlPlane.LOOPBACK, port);
        try {
            closing.add("door " + port, Door.open(address, gate, service));
        } catch (IOException e) {
            throw new ServerException(
                    "listening on %s for kube-apiserver: %s; end what listens there"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }
}
