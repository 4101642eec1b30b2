package io.mooring.syncer.engine;

import io.mooring.kube.KubeClient;
import io.mooring.kube.ListQuery;
import io.mooring.syncer.kubelet.KubeletDoors;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.Translators;
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

    // each waits for API servers most of the time; their connections take many times as many calls
    private static final int WORKERS = 24;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Settings settings;
    private final Syncer syncer;
    private final TenantNodes nodes;
    private final HostMirrors mirrors;
    private final Leftovers leftovers;
    private final TenantEvents reporter;
    private final Optional<ReplicatedServices> replicas;
    private final Optional<ClaimVolumes> volumes;
    private final Optional<HostEvents> events;
    private final List<Thread> threads = new ArrayList<>();

    private RunningSyncer(
            Settings settings,
            KubeClient tenant,
            KubeClient host,
            InstantSource clock,
            Optional<KubeletDoors> kubelets) {
        this.settings = settings;
        var names = settings.names();
        var tenants = new KubeApi(tenant, ListQuery.all());
        var hosts = new KubeApi(host, ListQuery.namespace(names.hostNamespace()));
        var random = new SecureRandom();
        var features = settings.features();
        var doors = new NodeDoors(kubelets, features.contains(Feature.NODES_BY_IP));
        boolean schedules = features.contains(Feature.SCHEDULER_OF_ITS_OWN);
        var real =
                settings.fromHost()
                        .nodes()
                        .map(shown -> new HostNodes(hosts, names, shown, doors, schedules));
        var source = real.<NodeSource>map(all -> all).orElseGet(() -> new StandIns(doors));
        reporter = new TenantEvents(tenant, clock);
        var own = new OwnResources(tenant);
        nodes = new TenantNodes(tenants, source, System::nanoTime, random);
        mirrors =
                new HostMirrors(
                        settings.fromHost(),
                        settings.customs(),
                        tenants,
                        hosts,
                        reporter,
                        own::hold,
                        System::nanoTime,
                        random);
        leftovers = new Leftovers(tenant, host, settings, own, reporter);
        replicas =
                Optional.of(settings)
                        .filter(asked -> !asked.replicas().isEmpty())
                        .map(asked ->
                                new ReplicatedServices(
                                        asked, hosts, reporter, System::nanoTime, random));
        syncer =
                new Syncer(
                        settings,
                        tenants,
                        hosts,
                        reporter,
                        nodes,
                        real.<Offers>map(all -> new NodeOffers(mirrors, all)).orElse(mirrors),
                        System::nanoTime,
                        clock,
                        random);
        real.ifPresent(all -> all.whenOffered(syncer::offersChanged));
        volumes =
                ClaimVolumes.areShown(settings)
                        ? Optional.of(
                                new ClaimVolumes(
                                        tenants,
                                        hosts,
                                        names,
                                        syncer.objects(),
                                        System::nanoTime,
                                        random))
                        : Optional.empty();
        events =
                features.contains(Feature.EVENTS_FROM_HOST)
                        ? Optional.of(
                                new HostEvents(
                                        hosts,
                                        tenant,
                                        syncer.objects(),
                                        names,
                                        System::nanoTime,
                                        random))
                        : Optional.empty();
    }

    /// @param tenant may do everything
    /// @param host may do in the host namespace what the copies need, read what is shown of the
    ///   host, and nothing else
    /// @param kubelets what answers for those of nodes, if anything; is not closed here
    public static RunningSyncer start(
            Settings settings,
            KubeClient tenant,
            KubeClient host,
            InstantSource clock,
            Optional<KubeletDoors> kubelets) {
        var running = new RunningSyncer(settings, tenant, host, clock, kubelets);
        running.begin();
        return running;
    }

    private void begin() {
        syncer.start();
        nodes.start();
        mirrors.start(
                syncer::offersChanged,
                (custom, served) ->
                        syncer.add(
                                custom,
                                Translators.custom(
                                        served.kind(), served.statusApart(), custom, settings)));
        for (int i = 0; i < WORKERS; i++) {
            threads.add(Thread.ofVirtual().name("syncer-" + i).start(syncer::work));
        }
        threads.add(Thread.ofVirtual().name("syncer-nodes").start(nodes::work));
        threads.add(Thread.ofVirtual().name("syncer-leftovers").start(leftovers::work));
        threads.add(Thread.ofVirtual().name("syncer-tells").start(reporter::work));
        volumes.ifPresent(all -> {
            all.start();
            threads.add(Thread.ofVirtual().name("syncer-volumes").start(all::work));
        });
        replicas.ifPresent(all -> {
            all.start();
            threads.add(Thread.ofVirtual().name("syncer-replicas").start(all::work));
        });
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
                resync();
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
        nodes.resync();
        mirrors.resync();
        volumes.ifPresent(ClaimVolumes::resync);
        replicas.ifPresent(ReplicatedServices::resync);
    }

    /// Returns when nothing is worked on any more, or after a few seconds.
    @Override
    public void close() {
        syncer.close();
        nodes.close();
        mirrors.close();
        volumes.ifPresent(ClaimVolumes::close);
        replicas.ifPresent(ReplicatedServices::close);
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
