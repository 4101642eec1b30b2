package io.mooring.server;

import io.mooring.api.StoreKind;
import io.mooring.etcd.EtcdClient;
import io.mooring.kube.KubeClient;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a server does because it is one of several: it gets the keys that all have, its member of
/// the data store gets its place among the others, and one of them is chosen for what one alone
/// does.
final class Replication {

    private static final Duration KEYS_LIMIT = Duration.ofMinutes(2);
    private static final Duration STORE_LIMIT = Duration.ofMinutes(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final ObjectRef LEADER =
            ObjectRef.of(ResourceKind.LEASE, "kube-system", "mooring-leader");
    private static final Duration POLL = Duration.ofMillis(500);

    private final Replicas replicas;
    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final SharedSecret secret;
    private final StoreFormation formation;
    private final EtcdMembership membership;
    private final SharedRestore restore;

    /// @param closing ends what goes on until the store is there
    Replication(
            Replicas replicas,
            ControlPlaneSettings settings,
            DataDirectory data,
            PodIdentity pod,
            Clock clock,
            Closing closing) {
        this.replicas = replicas;
        this.settings = settings;
        this.data = data;
        this.secret = SharedSecret.of(pod, replicas.sharedSecret());
        this.formation = new StoreFormation(secret, data);
        this.membership = new EtcdMembership(replicas, data, formation::known, formation::beginner);
        this.restore =
                closing.add(
                        "snapshot to begin with",
                        new SharedRestore(
                                replicas, secret, data, FirstSnapshot.of(settings), clock));
    }

    /// Those its member of the data store is called by, if that has several.
    Set<String> storeNames() {
        return hasMembers()
                ? Stream.of(replicas.self().host(), settings.advertiseAddress())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /// Gets the keys, issues certificates by them, and finds out how this replica has the data
    /// store: by its member of an embedded etcd, whose place among the others it takes, or else as
    /// all have it.
    DataStore settle(Certificates certificates, Path binDir, Clock clock) {
        restore.takeKeys(KEYS_LIMIT);
        new KeyExchange(secret, data, clock).settle(KEYS_LIMIT);
        var _ = certificates.issue();
        if (!hasMembers()) {
            return DataStore.of(settings, data, binDir);
        }
        var cluster = membership.settle(STORE_LIMIT);
        return EtcdMember.store(
                settings.config().controlPlane().backingStore().etcd().embedded(),
                replicas,
                settings.advertiseAddress(),
                cluster,
                data,
                binDir);
    }

    private boolean hasMembers() {
        return settings.config().controlPlane().backingStore().kind() == StoreKind.EMBEDDED_ETCD;
    }

    /// Returns once a majority of the members is there and it is known outside of them that they
    /// are, and the snapshot is in it that all begin with, if they do; before, nothing may be
    /// acknowledged to anybody.
    void awaitStore(DataStore store, Children children) {
        if (hasMembers()) {
            awaitMembers(store, children);
        }
        restore.load(() -> EtcdClient.connect(store.endpoint()), children::fatalProblem);
    }

    private void awaitMembers(DataStore store, Children children) {
        Await.until(
                "a majority of the data store's members",
                STORE_LIMIT,
                POLL,
                () -> membership.incomplete(store.endpoint()),
                children::fatalProblem);
        Await.until(
                "the Secret " + secret.name() + " to say that the data store is there",
                STORE_LIMIT,
                POLL,
                formation::record,
                children::fatalProblem);
    }

    /// For the election alone: whether this replica leads must be known in time, however long other
    /// calls take.
    KubeClient client(Closing closing, String kubeconfig) {
        Duration retry = settings.leaseTiming().retry();
        Duration limit = retry.compareTo(CALL_LIMIT) < 0 ? retry : CALL_LIMIT;
        return closing.add("client of the election", KubeClient.fromKubeconfig(kubeconfig, limit));
    }

    /// Has these duties done by one replica at a time.
    LeaderLease elect(Closing closing, KubeClient kube, LeaderWork.Duties duties, Clock clock) {
        // a server that starts again must not take itself for the one that it was
        String self = replicas.own() + "_" + UUID.randomUUID();
        return closing.add(
                "leader's work",
                LeaderLease.start(
                        kube,
                        LEADER,
                        Election.begin(self, settings.leaseTiming()),
                        new LeaderWork(duties, LeaderWork::halt),
                        System::nanoTime,
                        clock));
    }
}
