package io.mooring.syncer.engine;

import io.mooring.kube.KubeClient;
import io.mooring.kube.ListQuery;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A syncer at work: its threads, the nodes its tenant sees, what the tenant is told, and the full
/// comparison now and then. Closed by whoever started it; does not close the clients.
public final class RunningSyncer implements AutoCloseable {
    /// How often everything is compared, whatever the watches have told.
    public static final Duration RESYNC = Duration.ofMinutes(10);

    private static final int WORKERS = 10;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Syncer syncer;
    private final FakeNodes nodes;
    private final Optional<HostEvents> events;
    private final List<Thread> threads = new ArrayList<>();

    private RunningSyncer(Syncer syncer, FakeNodes nodes, Optional<HostEvents> events) {
        this.syncer = syncer;
        this.nodes = nodes;
        this.events = events;
    }

    /// @param tenant may do everything
    /// @param host may do in the host namespace what the copies need, and nothing elsewhere
    public static RunningSyncer start(
            Settings settings, KubeClient tenant, KubeClient host, InstantSource clock) {
        var names = settings.names();
        var tenants = new KubeApi(tenant, ListQuery.all());
        var hosts = new KubeApi(host, ListQuery.namespace(names.hostNamespace()));
        var random = new SecureRandom();
        var features = settings.features();
        var nodes =
                new FakeNodes(
                        tenants,
                        features.contains(Feature.KUBELET_CALLS),
                        System::nanoTime,
                        random);
        var syncer =
                new Syncer(
                        settings,
                        tenants,
                        hosts,
                        new TenantEvents(tenant, clock),
                        nodes,
                        System::nanoTime,
                        clock,
                        random);
        var events =
                new HostEvents(hosts, tenant, syncer.objects(), names, System::nanoTime, random);
        boolean told = features.contains(Feature.EVENTS_FROM_HOST);
        var running =
                new RunningSyncer(syncer, nodes, told ? Optional.of(events) : Optional.empty());
        running.begin();
        return running;
    }

    private void begin() {
        syncer.start();
        nodes.start();
        for (int i = 0; i < WORKERS; i++) {
            threads.add(Thread.ofVirtual().name("syncer-" + i).start(syncer::work));
        }
        threads.add(Thread.ofVirtual().name("syncer-nodes").start(nodes::work));
        events.ifPresent(all -> {
            all.start();
            threads.add(Thread.ofVirtual().name("syncer-events").start(all::work));
        });
        threads.add(Thread.ofVirtual().name("syncer-resync").start(this::compareNowAndThen));
    }

    private void compareNowAndThen() {
        try {
            while (true) {
                Thread.sleep(RESYNC);
                syncer.resync();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Why nothing is synced; empty if all is well.
    public String problem() {
        var unknown = syncer.unknown();
        return unknown.isEmpty() ? "" : "not listed yet: " + unknown;
    }

    /// Whether all that is known has been worked on, but for what is to be tried again later.
    public boolean isIdle() {
        return syncer.isIdle();
    }

    /// The tenant's pod, if its copy is in the host cluster.
    public Optional<SyncedPod> pod(String namespace, String name) {
        return syncer.objects().pod(namespace, name);
    }

    /// Compares everything on both sides, as it does now and then by itself.
    public void resync() {
        syncer.resync();
    }

    /// Returns when nothing is worked on any more, or after a few seconds.
    @Override
    public void close() {
        syncer.close();
        nodes.close();
        events.ifPresent(HostEvents::close);
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + END_LIMIT.toNanos();
        try {
            for (var thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
