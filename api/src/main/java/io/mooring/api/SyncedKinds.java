package io.mooring.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The one list of the kinds that `sync` switches on and off: of it come what the syncer does, what
/// it may do in the host cluster, and what is refused.
///
/// Not in it is what has more to it than a switch: nodes, events, config maps and secrets of the
/// host, custom resources.
public final class SyncedKinds {
    private static final String TO_HOST = "sync.toHost.";
    private static final String FROM_HOST = "sync.fromHost.";
    private static final String NETWORKING = "networking.k8s.io/v1";
    private static final String SCHEDULING = "scheduling.k8s.io/v1";
    private static final String STORAGE = "storage.k8s.io/v1";
    private static final String DEVICES = "resource.k8s.io/v1";
    private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());

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
                copied(
                        "endpointSlices",
                        "discovery.k8s.io/v1",
                        "EndpointSlice",
                        sync.endpointSlices()),
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
                copied("serviceAccounts", "v1", "ServiceAccount", sync.serviceAccounts()),
                everywhere("priorityClasses", SCHEDULING, "PriorityClass", sync.priorityClasses()),
                everywhere("storageClasses", STORAGE, "StorageClass", sync.storageClasses()),
                everywhere("persistentVolumes", "v1", "PersistentVolume", sync.persistentVolumes()),
                copied("resourceClaims", DEVICES, "ResourceClaim", sync.resourceClaims()));
    }

    /// What the host cluster has and tenants see under the same names.
    public static List<SyncedKind> fromHost(VirtualClusterConfig config) {
        var sync = config.sync().fromHost();
        var storage = sync.storageClasses();
        return List.of(
                shown("ingressClasses", NETWORKING, "IngressClass", sync.ingressClasses()),
                shown("runtimeClasses", "node.k8s.io/v1", "RuntimeClass", sync.runtimeClasses()),
                shown("priorityClasses", SCHEDULING, "PriorityClass", sync.priorityClasses()),
                shown("deviceClasses", DEVICES, "DeviceClass", sync.deviceClasses()),
                shown(
                        "storageClasses",
                        STORAGE,
                        "StorageClass",
                        new SyncFromHost.Selected(
                                isOn(config, storage.enabled())
                                        && !config.sync().toHost().storageClasses().enabled(),
                                storage.patches(),
                                storage.selector())),
                shown("csiNodes", STORAGE, "CSINode", selected(config, sync.csiNodes())),
                shown("csiDrivers", STORAGE, "CSIDriver", selected(config, sync.csiDrivers())),
                new SyncedKind(
                        FROM_HOST + "csiStorageCapacities",
                        STORAGE,
                        "CSIStorageCapacity",
                        "csistoragecapacities",
                        true,
                        isOn(config, sync.csiStorageCapacities().enabled()),
                        false,
                        sync.csiStorageCapacities().patches(),
                        ALL));
    }

    /// Whether the virtual cluster has a scheduler of its own beside shared nodes.
    public static boolean schedules(VirtualClusterConfig config) {
        var controlPlane = config.controlPlane();
        return controlPlane.advanced().virtualScheduler().enabled()
                || controlPlane.distro().k8s().scheduler().enabled();
    }

    /// `auto` stands for: if the virtual cluster's own scheduler has to know it.
    private static boolean isOn(VirtualClusterConfig config, Toggle toggle) {
        return toggle.resolve(
                schedules(config) && config.sync().toHost().persistentVolumeClaims().enabled());
    }

    private static SyncFromHost.Selected selected(
            VirtualClusterConfig config, SyncToHost.AutoResource resource) {
        return new SyncFromHost.Selected(isOn(config, resource.enabled()), resource.patches(), ALL);
    }

    private static SyncToHost.Resource resource(SyncToHost.Referenced kind) {
        return new SyncToHost.Resource(kind.enabled(), kind.patches());
    }

    private static SyncedKind required(String name, String kind, SyncToHost.Resource resource) {
        return toHost(name, "v1", kind, resource, true, true);
    }

    private static SyncedKind copied(
            String name, String apiVersion, String kind, SyncToHost.Resource resource) {
        return toHost(name, apiVersion, kind, resource, true, false);
    }

    /// A kind without namespaces.
    private static SyncedKind everywhere(
            String name, String apiVersion, String kind, SyncToHost.Resource resource) {
        return toHost(name, apiVersion, kind, resource, false, false);
    }

    private static SyncedKind toHost(
            String name,
            String apiVersion,
            String kind,
            SyncToHost.Resource resource,
            boolean namespaced,
            boolean required) {
        return new SyncedKind(
                TO_HOST + name,
                apiVersion,
                kind,
                name.toLowerCase(Locale.ROOT),
                namespaced,
                resource.enabled(),
                required,
                resource.patches(),
                ALL);
    }

    private static SyncedKind shown(
            String name, String apiVersion, String kind, SyncFromHost.Selected selected) {
        return new SyncedKind(
                FROM_HOST + name,
                apiVersion,
                kind,
                name.toLowerCase(Locale.ROOT),
                false,
                selected.enabled(),
                false,
                selected.patches(),
                selected.selector());
    }
}
