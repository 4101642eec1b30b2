package io.mooring.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a configuration with shared nodes may ask for that this version does not do. Told rather
/// than left out in silence: a tenant that misses what it asked for finds out late.
public final class SharedNodes {
    private static final String TO_HOST = "sync.toHost.";

    private SharedNodes() {}

    /// All of it at once.
    public static List<Problem> notYet(VirtualClusterConfig config) {
        var wishes = new LinkedHashMap<String, Boolean>();
        toHost(config.sync().toHost(), wishes);
        elsewhere(config, wishes);
        integrations(config.integrations(), wishes);
        var problems = new ArrayList<Problem>();
        wishes.forEach((path, asked) -> {
            if (asked) {
                problems.add(
                        new Problem(
                                path, "is not in this version with shared nodes; leave it out"));
            }
        });
        always(config, problems);
        devices(config, problems);
        names(config, problems);
        grants(config.sync().toHost().gatewayApi(), problems);
        var toHost = config.sync().toHost();
        if (toHost.persistentVolumes().enabled() && !toHost.persistentVolumeClaims().enabled()) {
            problems.add(
                    new Problem(
                            TO_HOST + "persistentVolumes.enabled",
                            "needs sync.toHost.persistentVolumeClaims: a volume goes over for a"
                                    + " claim"));
        }
        if (!config.networking().replicateServices().fromHost().isEmpty()
                && !config.sync().toHost().endpoints().enabled()) {
            problems.add(
                    new Problem(
                            TO_HOST + "endpoints.enabled",
                            "must not be false while networking.replicateServices.fromHost has"
                                    + " services: what is behind them would not be reached"));
        }
        return problems;
    }

    private static void toHost(SyncToHost sync, Map<String, Boolean> wishes) {
        wishes.put(TO_HOST + "namespaces.enabled", sync.namespaces().enabled());
    }

    private static void elsewhere(VirtualClusterConfig config, Map<String, Boolean> wishes) {
        var controlPlane = config.controlPlane();
        var networking = config.networking();
        wishes.put("controlPlane.hostPathMapper.enabled", controlPlane.hostPathMapper().enabled());
        wishes.put(
                "networking.advanced.fallbackHostCluster",
                networking.advanced().fallbackHostCluster());
    }

    /// Each is another program of the host, which nothing here speaks with.
    private static void integrations(Integrations programs, Map<String, Boolean> wishes) {
        var asked =
                Map.of(
                        "kubeVirt", programs.kubeVirt().enabled(),
                        "externalSecrets", programs.externalSecrets().enabled(),
                        "certManager", programs.certManager().enabled(),
                        "istio", programs.istio().enabled(),
                        "netris", programs.netris().enabled(),
                        "argoCD", programs.argoCD().enabled());
        asked.forEach((name, enabled) -> wishes.put("integrations." + name + ".enabled", enabled));
    }

    /// Names get their meaning in the configuration of the cluster's DNS.
    private static void names(VirtualClusterConfig config, List<Problem> problems) {
        var dns = config.controlPlane().coredns();
        boolean ours =
                dns.enabled()
                        && dns.overwriteConfig().isEmpty()
                        && dns.overwriteManifests().isEmpty();
        if (!config.networking().resolveDNS().isEmpty() && !ours) {
            problems.add(
                    new Problem(
                            "networking.resolveDNS",
                            "needs controlPlane.coredns.enabled, without overwriteConfig and"
                                    + " overwriteManifests: it is part of that configuration"));
        }
    }

    private static void grants(SyncToHost.GatewayApi asked, List<Problem> problems) {
        var path = TO_HOST + "gatewayApi.referenceGrants.";
        if (asked.referenceGrants().enabled() == Toggle.TRUE && asked.kinds().isEmpty()) {
            problems.add(
                    new Problem(
                            path + "enabled",
                            "must not be true while no other kind of sync.toHost.gatewayApi is on:"
                                    + " nothing would ask for a grant"));
        }
        if (!asked.referenceGrants().patches().isEmpty()) {
            problems.add(
                    new Problem(
                            path + "patches",
                            "have nothing to change, since grants stay with the tenant; leave them"
                                    + " out"));
        }
    }

    private static void devices(VirtualClusterConfig config, List<Problem> problems) {
        var sync = config.sync().toHost();
        var templates = TO_HOST + "resourceClaimTemplates.";
        if (sync.resourceClaimTemplates().enabled() && !sync.resourceClaims().enabled()) {
            problems.add(
                    new Problem(
                            templates + "enabled",
                            "must not be true while sync.toHost.resourceClaims.enabled is false:"
                                    + " what is made of a template goes over as any other claim"));
        }
        if (!sync.resourceClaimTemplates().patches().isEmpty()) {
            problems.add(
                    new Problem(
                            templates + "patches",
                            "have nothing to change, since templates stay with the tenant; patch"
                                    + " sync.toHost.resourceClaims"));
        }
        if (sync.resourceClaims().enabled() && SyncedKinds.schedules(config)) {
            problems.add(
                    new Problem(
                            TO_HOST + "resourceClaims.enabled",
                            "must not be true with a scheduler of the cluster's own, which does"
                                    + " not see the devices of the host's nodes; leave one out"));
        }
    }

    private static void always(VirtualClusterConfig config, List<Problem> problems) {
        SyncedKinds.toHost(config).stream()
                .filter(kind -> kind.required() && !kind.enabled())
                .forEach(kind ->
                        problems.add(
                                new Problem(
                                        kind.path() + ".enabled",
                                        "must not be false with shared nodes: what else is synced"
                                                + " depends on it")));
    }
}
