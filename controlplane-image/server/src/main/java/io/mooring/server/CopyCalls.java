package io.mooring.server;

import io.mooring.api.KubeletPorts;
import io.mooring.kube.KubeClient;
import io.mooring.syncer.kubelet.Callers;
import io.mooring.syncer.kubelet.Door;
import io.mooring.syncer.kubelet.KubeletDoor;
import io.mooring.syncer.kubelet.KubeletDoors;
import io.mooring.syncer.metrics.KubeletAnswers;
import io.mooring.syncer.metrics.MetricsApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Answers what is asked of nodes' kubelets, and for metrics, as far as each is switched on.
final class CopyCalls {
    /// A scraper asks node by node or some at once; made-up tokens are not to load the API.
    private static final int MOST_REVIEWS = 16;

    private CopyCalls() {}

    /// What answers for kubelets, if anything does: on all of this machine's addresses.
    ///
    /// @param tenant is not closed here
    /// @param pki where the certificates of the control plane are
    static Optional<KubeletDoors> kubelets(
            ControlPlaneSettings settings, KubeClient tenant, Path pki, Copies copies) {
        if (!settings.config().networking().advanced().proxyKubelets().any()) {
            return Optional.empty();
        }
        var answers = new KubeletAnswers(copies::metrics, measured(settings), System::nanoTime);
        var apiServer = ApiServerGate.ofKubelets(pki);
        var callers = new Callers();
        var reviews = new Semaphore(MOST_REVIEWS);
        return Optional.of(
                new KubeletDoors(
                        settings.advertiseAddress(),
                        new KubeletDoors.Ports(
                                KubeletPorts.FIRST, KubeletPorts.LAST - KubeletPorts.FIRST + 1),
                        (node, port) ->
                                Door.open(
                                        new InetSocketAddress(port),
                                        new KubeletGate(apiServer, tenant, reviews, node),
                                        KubeletDoor.service(node, copies, answers),
                                        callers)));
    }

    /// @param closing closes what is opened
    /// @throws ServerException if something else listens there
    static void metrics(ControlPlaneSettings settings, Path pki, Copies copies, Closing closing) {
        Set<String> served = measured(settings);
        if (served.isEmpty()) {
            return;
        }
        var address = new InetSocketAddress(ControlPlane.LOOPBACK, MetricsRegistration.PORT);
        var metrics = new MetricsApi(copies::metrics, served);
        try {
            closing.add(
                    "door " + address.getPort(),
                    Door.open(address, ApiServerGate.ofApis(pki), metrics, new Callers()));
        } catch (IOException e) {
            throw new ServerException(
                    "listening on %s for kube-apiserver: %s; end what listens there"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    private static Set<String> measured(ControlPlaneSettings settings) {
        var measured = settings.config().integrations().metricsServer();
        var served = new HashSet<String>();
        if (measured.enabled() && measured.nodes()) {
            served.add("nodes");
        }
        if (measured.enabled() && measured.pods()) {
            served.add("pods");
        }
        return served;
    }
}
