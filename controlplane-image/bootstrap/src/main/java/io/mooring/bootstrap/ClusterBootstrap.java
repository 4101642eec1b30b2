package io.mooring.bootstrap;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes what a node and `kubeadm join` need to find in a cluster.
///
/// Idempotent: applies everything at each start of a control plane, all at once, and writes only
/// what differs.
public final class ClusterBootstrap {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterBootstrap.class);
    private static final int ATTEMPTS = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final KubeClient kube;

    public ClusterBootstrap(KubeClient kube) {
        this.kube = kube;
    }

    /// Returns when all objects are there. Needs an API server that answers.
    public void apply(ClusterBootstrapSpec spec) {
        var objects = new ArrayList<Applied>();
        objects.addAll(ClusterObjects.configMaps(spec));
        if (!spec.apiServerIp().startsWith("127.")) {
            // the API refuses loopback endpoints, and no pod elsewhere could use them
            objects.addAll(ClusterObjects.apiEndpoints(spec));
        }
        objects.addAll(ClusterRoles.all());
        if (spec.servers() > 1) {
            objects.addAll(ClusterRoles.ofTunnelAgents());
        }
        inParallel(ClusterObjects.namespaces());
        inParallel(objects);
        LOG.info(
                "cluster={} objects for joining applied count={}",
                spec.clusterName(),
                objects.size());
    }

    private void inParallel(List<Applied> objects) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> calls =
                    objects.stream().map(o -> (Callable<Void>) () -> applyOne(o)).toList();
            for (var done : executor.invokeAll(calls)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BootstrapException("publishing the cluster's join data was interrupted", e);
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new BootstrapException(
                    "publishing the cluster's join data failed: " + cause.getMessage(), cause);
        }
    }

    /// A control plane that has just become ready can still lack a namespace's default objects or
    /// answer 500 once.
    private Void applyOne(Applied object) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                kube.apply(object.kind(), object.object());
                return null;
            } catch (KubeFailure.NotFound | KubeFailure.Conflict | KubeFailure.Unavailable e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }
}
