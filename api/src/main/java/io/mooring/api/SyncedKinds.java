package io.mooring.api;

import java.util.List;
import java.util.Locale;

/// The one list of the kinds that `sync` switches on and off: of it come what the syncer does, what
/// it may do in the host cluster, and what is refused.
public final class SyncedKinds {
    private static final String TO_HOST = "sync.toHost.";
    private static final String NETWORKING = "networking.k8s.io/v1";

    private SyncedKinds() {}

    /// What tenants make and the host cluster gets.
    public static List<SyncedKind> toHost(VirtualClusterConfig config) {
        var sync = config.sync().toHost();
        var pods = new SyncToHost.Resource(sync.pods().enabled(), sync.pods().patches());
        return List.of(
                required("pods", "Pod", pods),
                required("services", "Service", sync.services()),
                required("configMaps", "ConfigMap", resource(sync.configMaps())),
                required("secrets", "Secret", resource(sync.secrets())),
                copied("endpoints", "v1", "Endpoints", sync.endpoints()),
                copied("endpointSlices", "discovery.k8s.io/v1", "EndpointSlice", sync.endpointSlices()),
                copied(
                        "persistentVolumeClaims",
                        "v1",
                        "PersistentVolumeClaim",
                        sync.persistentVolumeClaims()),
                copied("ingresses", NETWORKING, "Ingress", sync.ingresses()),
                copied("networkPolicies", NETWORKING, "NetworkPolicy", sync.networkPolicies()),
                copied(
                        "podDisruptionBudgets",
                        "policy/v1",
                        "PodDisruptionBudget",
                        sync.podDisruptionBudgets()),
                copied("serviceAccounts", "v1", "ServiceAccount", sync.serviceAccounts()));
    }

    private static SyncToHost.Resource resource(SyncToHost.Referenced kind) {
        return new SyncToHost.Resource(kind.enabled(), kind.patches());
    }

    private static SyncedKind required(String name, String kind, SyncToHost.Resource resource) {
        return toHost(name, "v1", kind, resource, true);
    }

    private static SyncedKind copied(
            String name, String apiVersion, String kind, SyncToHost.Resource resource) {
        return toHost(name, apiVersion, kind, resource, false);
    }

    private static SyncedKind toHost(
            String name,
            String apiVersion,
            String kind,
            SyncToHost.Resource resource,
            boolean required) {
        return new SyncedKind(
                TO_HOST + name,
                apiVersion,
                kind,
                name.toLowerCase(Locale.ROOT),
                resource.enabled(),
                required,
                resource.patches());
    }
}
