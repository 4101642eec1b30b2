package io.mooring.server;

import io.mooring.addons.Addon;
import io.mooring.addons.AddonException;
import io.mooring.addons.AddonKeeper;
import io.mooring.addons.CoreDnsAddon;
import io.mooring.addons.DnsPlace;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the declared add-ons into the cluster, once at each start, beside everything else: the API
/// is of use without them. What fails is tried again until it succeeds.
///
/// With shared nodes, a start waits until they have been tried once: a pod that the syncer copies
/// before there is a DNS service is told of none for its whole life.
final class ClusterAddons implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterAddons.class);
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final String cluster;
    private final AddonKeeper keeper;
    private final CountDownLatch tried = new CountDownLatch(1);
    // of the one thread
    private final Map<String, String> problems = new HashMap<>();
    private final Thread thread;

    private ClusterAddons(String cluster, List<Addon> addons, KubeClient kube) {
        this.cluster = cluster;
        this.keeper = new AddonKeeper(kube);
        this.thread = Thread.ofVirtual().name("add-ons").unstarted(() -> keep(addons));
    }

    /// @throws ServerException if an add-on cannot be what the configuration asks for
    static List<Addon> declared(ControlPlaneSettings settings) {
        var controlPlane = settings.config().controlPlane();
        try {
            return List.of(
                    CoreDnsAddon.of(
                            controlPlane.coredns(),
                            controlPlane.advanced().defaultImageRegistry(),
                            place(settings)));
        } catch (AddonException e) {
            throw new ServerException("controlPlane.coredns: " + e.getMessage(), e);
        }
    }

    /// Where the cluster's DNS runs.
    ///
    /// @throws ServerException if names are to mean what nobody here knows
    static DnsPlace place(ControlPlaneSettings settings) {
        String domain = settings.clusterDomain();
        if (!settings.sharesNodes()) {
            return new DnsPlace.OwnNodes(domain, settings.clusterDns());
        }
        String api = SyncerSettings.api(settings).host();
        var resolved = new ResolvedNames(domain, RESOLVER);
        var names = resolved.of(settings.config().networking().resolveDNS());
        return settings.runsDns()
                ? new DnsPlace.ControlPlane(domain, api, names, resolved.hostDomain())
                : new DnsPlace.SharedNodes(domain, api, names);
    }

    /// @param kube is not closed here
    static ClusterAddons start(ControlPlaneSettings settings, List<Addon> addons, KubeClient kube) {
        var started = new ClusterAddons(settings.clusterName(), addons, kube);
        started.thread.start();
        if (settings.sharesNodes()) {
            started.awaitFirstTry();
        }
        return started;
    }

    private void awaitFirstTry() {
        try {
            tried.await();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while the add-ons are applied", e);
        }
    }

    private void keep(List<Addon> addons) {
        try {
            // each in its turn, so that one that fails keeps no other waiting
            var left = new ArrayDeque<>(addons);
            while (!left.isEmpty()) {
                left.removeIf(this::isKept);
                tried.countDown();
                if (!left.isEmpty()) {
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException | KubeFailure.Cancelled _) {
            Thread.currentThread().interrupt();
        } finally {
            tried.countDown();
        }
    }

    private boolean isKept(Addon addon) {
        try {
            report(addon, keeper.keep(addon));
            return true;
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure e) {
            var problem = String.valueOf(e.getMessage());
            if (!problem.equals(problems.put(addon.name(), problem))) {
                LOG.warn(
                        "cluster={} add-on={} is not as declared, again in {}: {}",
                        cluster,
                        addon.name(),
                        AGAIN,
                        problem);
            }
            return false;
        }
    }

    private void report(Addon addon, AddonKeeper.Outcome outcome) {
        LOG.info(
                "cluster={} add-on={} objects={} removed={}",
                cluster,
                addon.name(),
                addon.objects().size(),
                outcome.removed().size());
        for (var ref : outcome.left()) {
            LOG.warn(
                    "cluster={} add-on={} somebody has changed {}, which stays so; delete it and start again to have ours",
                    cluster,
                    addon.name(),
                    ref);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
