package io.mooring.server;

import io.mooring.api.CustomName;
import io.mooring.api.SyncToHost;
import io.mooring.api.SyncedKind;
import io.mooring.api.SyncedKinds;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.Feature;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.ServiceReplica;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the configuration means for the syncer.
final class SyncerSettings {

    private SyncerSettings() {}

    /// @param namespace where the copies are, in the host cluster
    /// @param owner the owner reference of the copies
    static Settings of(ControlPlaneSettings settings, String namespace, Map<String, Object> owner) {
        VirtualClusterConfig config = settings.config();
        HostNames names = new HostNames(settings.clusterName(), namespace);
        return new Settings(
                names,
                owner,
                settings.clusterDomain(),
                api(settings),
                config.controlPlane().advanced().workloadAccount(settings.clusterName()),
                features(config),
                kinds(SyncedKinds.toHost(config)),
                ShownSettings.of(config, names),
                pods(config),
                patches(SyncedKinds.toHost(config)),
                customs(config.sync().toHost()),
                replicas(config));
    }

    private static List<ServiceReplica> replicas(VirtualClusterConfig config) {
        return config.networking().replicateServices().toHost().stream()
                .map(mapping ->
                        new ServiceReplica(
                                mapping.fromNamespace(), mapping.fromName(), mapping.to()))
                .toList();
    }

    private static List<SyncedCustom> customs(SyncToHost sync) {
        var customs = new ArrayList<SyncedCustom>(GatewaySettings.synced(sync));
        sync.customResources()
                .forEach((key, resource) -> {
                    if (resource.enabled()) {
                        CustomName name = CustomName.of(key);
                        customs.add(
                                new SyncedCustom(
                                        name.definition(),
                                        name.version(),
                                        PatchSettings.of(resource.patches())));
                    }
                });
        return customs;
    }

    private static Map<ResourceKind, List<Patch>> patches(List<SyncedKind> kinds) {
        return kinds.stream()
                .filter(kind -> kind.enabled() && !kind.patches().isEmpty())
                .collect(
                        Collectors.toMap(
                                SyncerSettings::kind, kind -> PatchSettings.of(kind.patches())));
    }

    /// The exposed one where that is an address; else this pod's own, since a pod's hosts file
    /// takes no names.
    static Settings.ApiAddress api(ControlPlaneSettings settings) {
        String address = settings.podReachableAddress();
        int port =
                settings.exposedHost().equals(address)
                        ? settings.exposedPort()
                        : settings.listenAddress().getPort();
        return new Settings.ApiAddress(address.replaceAll("[\\[\\]]", ""), port);
    }

    private static Set<Feature> features(VirtualClusterConfig config) {
        SyncToHost toHost = config.sync().toHost();
        var features = EnumSet.noneOf(Feature.class);
        if (toHost.secrets().all()) {
            features.add(Feature.ALL_SECRETS);
        }
        if (toHost.configMaps().all()) {
            features.add(Feature.ALL_CONFIG_MAPS);
        }
        if (toHost.serviceAccounts().enabled()) {
            features.add(Feature.SERVICE_ACCOUNTS_TO_HOST);
        }
        if (toHost.priorityClasses().enabled()) {
            features.add(Feature.PRIORITY_CLASSES_TO_HOST);
        }
        if (toHost.storageClasses().enabled()) {
            features.add(Feature.STORAGE_CLASSES_TO_HOST);
        }
        if (toHost.persistentVolumes().enabled()) {
            features.add(Feature.PERSISTENT_VOLUMES_TO_HOST);
        }
        if (toHost.resourceClaimTemplates().enabled()) {
            features.add(Feature.CLAIM_TEMPLATES);
        }
        if (SyncedKinds.schedules(config)) {
            features.add(Feature.SCHEDULER_OF_ITS_OWN);
        }
        if (config.policies().podSecurityStandard().equals("privileged")) {
            features.add(Feature.HOST_ACCESS);
        }
        if (config.networking().advanced().proxyKubelets().byIP()) {
            features.add(Feature.NODES_BY_IP);
        }
        if (config.controlPlane().coredns().isInControlPlane()) {
            features.add(Feature.DNS_IN_CONTROL_PLANE);
        }
        if (config.sync().fromHost().events().enabled()) {
            features.add(Feature.EVENTS_FROM_HOST);
        }
        return features;
    }

    private static Set<ResourceKind> kinds(List<SyncedKind> kinds) {
        return kinds.stream()
                .filter(SyncedKind::enabled)
                .map(SyncerSettings::kind)
                .collect(Collectors.toSet());
    }

    static ResourceKind kind(SyncedKind kind) {
        return new ResourceKind(kind.apiVersion(), kind.kind(), kind.plural(), kind.namespaced());
    }

    private static Settings.PodSettings pods(VirtualClusterConfig config) {
        SyncToHost.Pods pods = config.sync().toHost().pods();
        return new Settings.PodSettings(
                pods.enforceTolerations().stream().map(SyncerSettings::toleration).toList(),
                config.sync().fromHost().nodes().selector().labels(),
                pods.translateImage(),
                pods.runtimeClassName(),
                pods.priorityClassName(),
                Set.copyOf(pods.hybridScheduling().hostSchedulers()),
                hostsWriter(pods.rewriteHosts()));
    }

    private static Optional<Settings.HostsWriter> hostsWriter(SyncToHost.RewriteHosts rewrite) {
        if (!rewrite.enabled()) {
            return Optional.empty();
        }
        var container = rewrite.initContainer();
        var resources = new TreeMap<String, Object>();
        resources.put("limits", container.resources().limits());
        resources.put("requests", container.resources().requests());
        resources.values().removeIf(amounts -> ((Map<?, ?>) amounts).isEmpty());
        return Optional.of(new Settings.HostsWriter(container.image().reference(), resources));
    }

    /// As Kubernetes has it, or in short: `key=value:Effect` with any of the three left out, `*`
    /// for all taints.
    private static Map<String, Object> toleration(Object given) {
        var toleration = new LinkedHashMap<String, Object>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> toleration.put(String.valueOf(key), value));
            return toleration;
        }
        String text = String.valueOf(given);
        List<String> parts = List.of(text.split(":", 2));
        List<String> pair = List.of(parts.getFirst().split("=", 2));
        if (!pair.getFirst().isEmpty() && !text.equals("*")) {
            toleration.put("key", pair.getFirst());
        }
        toleration.put("operator", pair.size() == 2 ? "Equal" : "Exists");
        if (pair.size() == 2) {
            toleration.put("value", pair.getLast());
        }
        if (parts.size() == 2) {
            toleration.put("effect", parts.getLast());
        }
        return toleration;
    }
}
