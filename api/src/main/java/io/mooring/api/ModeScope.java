package io.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A part of the configuration that only some modes know.
record ModeScope(String path, Set<NodeMode> modes, String reason) {
    private static final Set<NodeMode> SHARED = Set.of(NodeMode.SHARED);
    private static final Set<NodeMode> PRIVATE = Set.of(NodeMode.PRIVATE, NodeMode.STANDALONE);
    private static final Set<NodeMode> STANDALONE = Set.of(NodeMode.STANDALONE);
    private static final Set<NodeMode> HOSTED = Set.of(NodeMode.SHARED, NodeMode.PRIVATE);
    private static final String NO_SYNC =
            "workloads run on the cluster's own nodes, nothing is synced with a host cluster";
    private static final String OWN_NODES =
            "it concerns nodes that belong to the virtual cluster; set privateNodes.enabled to true";
    private static final String NO_HOST = "there is no host cluster to make it in";

    static final ModeScope SLEEP =
            new ModeScope(
                    "sleep",
                    SHARED,
                    "neither workloads on their own nodes nor their control plane can be put to"
                            + " sleep");

    static final List<ModeScope> ALL =
            List.of(
                    new ModeScope("sync", SHARED, NO_SYNC),
                    new ModeScope("integrations", SHARED, "integrations depend on syncing"),
                    new ModeScope("networking.replicateServices", SHARED, NO_SYNC),
                    new ModeScope("networking.resolveDNS", SHARED, NO_SYNC),
                    new ModeScope("networking.advanced.fallbackHostCluster", SHARED, NO_SYNC),
                    new ModeScope(
                            "controlPlane.coredns.embedded",
                            SHARED,
                            "pods reach DNS through the CNI of their own nodes"),
                    new ModeScope("controlPlane.hostPathMapper", SHARED, NO_SYNC),
                    SLEEP,
                    new ModeScope(
                            "controlPlane.endpoint",
                            PRIVATE,
                            "it is where private nodes dial; set privateNodes.enabled to true"),
                    new ModeScope("privateNodes", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.kubeProxy", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.cni", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.localPathProvisioner", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.metallb", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.ingressNginx", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.metricsServer", PRIVATE, OWN_NODES),
                    new ModeScope("deploy.csi", PRIVATE, OWN_NODES),
                    new ModeScope("controlPlane.advanced.konnectivity", PRIVATE, OWN_NODES),
                    new ModeScope(
                            "controlPlane.advanced.cloudControllerManager", PRIVATE, OWN_NODES),
                    new ModeScope(
                            "controlPlane.standalone",
                            STANDALONE,
                            "set controlPlane.standalone.enabled to true"),
                    new ModeScope("controlPlane.service", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.ingress", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.tlsRoute", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.statefulSet", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.serviceMonitor", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.advanced.podDisruptionBudget", HOSTED, NO_HOST),
                    new ModeScope("controlPlane.backingStore.etcd.deploy", HOSTED, NO_HOST),
                    new ModeScope("rbac", HOSTED, NO_HOST));

    String message(NodeMode mode) {
        return "is not supported "
                + mode.phrase()
                + ": "
                + reason
                + (modes.contains(NodeMode.SHARED) ? "; remove it" : "");
    }

    /// Reports everything a user asks for in vain, each feature once. Where not the file but the
    /// host decided that there is no host cluster, what is meant for one does no harm: the same
    /// file serves other hosts.
    static void check(Check check) {
        for (var scope : ALL) {
            var node = Tree.at(check.written(), scope.path());
            if (node == null || scope.modes().contains(check.mode())) {
                continue;
            }
            boolean harmless = check.modeIsImplied() && scope.modes().equals(HOSTED);
            for (var path : requests(node, scope.path())) {
                if (harmless) {
                    check.warning(
                            path, "has no effect " + check.mode().phrase() + ": " + scope.reason());
                } else {
                    check.problems().add(new Problem(path, scope.message(check.mode())));
                }
            }
        }
    }

    /// Removes what has no effect, for people who want to see what has.
    static void prune(Node.Obj effective, NodeMode mode) {
        for (var scope : ALL) {
            if (!scope.modes().contains(mode)) {
                Tree.remove(effective, scope.path());
            }
        }
    }

    private static List<String> requests(Node node, String path) {
        if (node.asksForNothing()) {
            return List.of();
        }
        if (!(node instanceof Node.Obj(var entries)) || entries.containsKey("enabled")) {
            return List.of(path);
        }
        var found = new ArrayList<String>();
        entries.forEach((key, value) -> found.addAll(requests(value, Path.child(path, key))));
        return found;
    }
}
