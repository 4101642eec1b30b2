package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the objects of one virtual cluster are translated.
///
/// @param owner the owner reference that every copy gets, so that it goes with the virtual cluster;
///   empty for none
/// @param clusterDomain the tenant's DNS domain
/// @param workloadServiceAccount whom pods are to the host cluster
/// @param kinds what is synced to the host cluster; pods, services, config maps and secrets are
///   always among it, since the rest depends on them
/// @param patches changes to what goes over, by kind
/// @param customs custom resources that go over
/// @param replicas services that the host namespace has under second names
public record Settings(
        HostNames names,
        Map<String, Object> owner,
        String clusterDomain,
        ApiAddress api,
        String workloadServiceAccount,
        Set<Feature> features,
        Set<ResourceKind> kinds,
        FromHost fromHost,
        PodSettings pods,
        Map<ResourceKind, List<Patch>> patches,
        List<SyncedCustom> customs,
        List<ServiceReplica> replicas) {
    private static final Set<ResourceKind> ALWAYS =
            Set.of(
                    ResourceKind.POD,
                    ResourceKind.SERVICE,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET);

    /// Without patches, custom resources and second names.
    public Settings(
            HostNames names,
            Map<String, Object> owner,
            String clusterDomain,
            ApiAddress api,
            String workloadServiceAccount,
            Set<Feature> features,
            Set<ResourceKind> kinds,
            FromHost fromHost,
            PodSettings pods) {
        this(
                names,
                owner,
                clusterDomain,
                api,
                workloadServiceAccount,
                features,
                kinds,
                fromHost,
                pods,
                Map.of(),
                List.of(),
                List.of());
    }

    public Settings {
        owner = Map.copyOf(owner);
        features = Set.copyOf(features);
        kinds = Set.copyOf(kinds);
        patches = Map.copyOf(patches);
        customs = List.copyOf(customs);
        replicas = List.copyOf(replicas);
        if (!kinds.containsAll(ALWAYS)) {
            throw new IllegalArgumentException(
                    "pods, services, config maps and secrets are always synced");
        }
    }

    /// Where pods reach the tenant's API.
    public record ApiAddress(String host, int port) {}

    /// What every pod gets.
    ///
    /// @param images images that are replaced, by their exact name
    /// @param nodeSelector the nodes that are this tenant's
    /// @param runtimeClass empty to leave the choice to the tenant; so with `priorityClass`
    /// @param hostSchedulers schedulers of the host that pods may name
    /// @param hostsWriter what writes host names of pods with a subdomain; empty for nothing
    public record PodSettings(
            List<Map<String, Object>> tolerations,
            Map<String, String> nodeSelector,
            Map<String, String> images,
            String runtimeClass,
            String priorityClass,
            Set<String> hostSchedulers,
            Optional<HostsWriter> hostsWriter) {
        public PodSettings {
            tolerations = List.copyOf(tolerations);
            nodeSelector = Map.copyOf(nodeSelector);
            images = Map.copyOf(images);
            hostSchedulers = Set.copyOf(hostSchedulers);
        }

        public static PodSettings defaults() {
            return new PodSettings(
                    List.of(), Map.of(), Map.of(), "", "", Set.of(), Optional.empty());
        }
    }

    /// The container that writes a pod's hosts before the others start.
    ///
    /// @param resources its requests and limits, as Kubernetes has them
    public record HostsWriter(String image, Map<String, Object> resources) {
        public HostsWriter {
            resources = Map.copyOf(resources);
        }
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    /// Whether the pod's node is for a scheduler of the tenant's to choose.
    boolean isPlacedByTenant(KubeObject pod) {
        return has(Feature.SCHEDULER_OF_ITS_OWN)
                && !pods.hostSchedulers().contains(pod.text("spec", "schedulerName").orElse(""));
    }
}
