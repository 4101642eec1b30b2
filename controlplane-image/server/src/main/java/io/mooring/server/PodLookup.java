package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.engine.SyncedPod;
import io.mooring.syncer.metrics.Metrics;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the pods of a tenant run, asked of both APIs each time: for replicas, of which one alone
/// keeps in mind what it syncs, and each has a kube-apiserver that asks.
final class PodLookup implements Copies {

    private final String cluster;
    private final KubeClient tenant;
    private final HostClient hosts;

    /// @param tenant is not closed here
    /// @param hosts is not closed here
    PodLookup(String cluster, KubeClient tenant, HostClient hosts) {
        this.cluster = cluster;
        this.tenant = tenant;
        this.hosts = hosts;
    }

    @Override
    public Place find(String namespace, String pod, String container) {
        try {
            KubeClient host = hosts.now();
            var names = new HostNames(cluster, hosts.namespace());
            return tenant.find(ObjectRef.of(ResourceKind.POD, namespace, pod))
                    .flatMap(known -> synced(host, names, known))
                    .filter(found -> container.isEmpty() || found.containers().contains(container))
                    .<Place>map(found -> new Place.At(host, names.hostNamespace(), found.copy()))
                    .orElseGet(Place.Nowhere::new);
        } catch (KubeFailure | UncheckedIOException _) {
            return new Place.Unknown();
        }
    }

    @Override
    public Optional<Metrics> metrics() {
        try {
            KubeClient host = hosts.now();
            var names = new HostNames(cluster, hosts.namespace());
            Map<String, SyncedPod> synced = all(host, names);
            return Optional.of(
                    new Metrics(
                            tenant,
                            host,
                            names,
                            (namespace, pod) ->
                                    Optional.ofNullable(synced.get(namespace + "/" + pod))));
        } catch (KubeFailure | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// By two lists, since two calls a pod would take too long.
    private Map<String, SyncedPod> all(KubeClient host, HostNames names) {
        var ours = ListQuery.namespace(names.hostNamespace()).labels(Marks.CLUSTER + "=" + cluster);
        var copies = new HashMap<String, KubeObject>();
        host.list(ResourceKind.POD, ours).items().forEach(pod -> copies.put(pod.name(), pod));
        var synced = new HashMap<String, SyncedPod>();
        for (KubeObject pod : tenant.list(ResourceKind.POD, ListQuery.all()).items()) {
            Optional.ofNullable(copies.get(names.namespaced(pod.namespace(), pod.name())))
                    .flatMap(copy -> SyncedPod.of(names, pod, copy))
                    .ifPresent(found -> synced.put(pod.namespace() + "/" + pod.name(), found));
        }
        return synced;
    }

    private static Optional<SyncedPod> synced(KubeClient host, HostNames names, KubeObject tenant) {
        String copy = names.namespaced(tenant.namespace(), tenant.name());
        return host.find(ObjectRef.of(ResourceKind.POD, names.hostNamespace(), copy))
                .flatMap(found -> SyncedPod.of(names, tenant, found));
    }
}
