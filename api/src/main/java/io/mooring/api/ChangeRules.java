package io.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Settings that take something else than a restart of the control plane.
record ChangeRules(String prefix, String reason, BiFunction<String, String, ChangeVerdict> kind) {
    private static final String NEW_CLUSTER =
            "is not allowed to be changed; make a new cluster with the other value";

    /// Judged by whose addresses pods have.
    static final String POD_CIDR = "networking.podCIDR";

    private static final String OUTSIDE = "it is an object beside the control plane";

    private static final List<ChangeRules> ALL =
            List.of(
                    new ChangeRules(
                            "privateNodes.autoNodes",
                            "node pools follow while the control plane runs on",
                            ChangeVerdict.InPlace::new),
                    replace("privateNodes.enabled", "workloads would move to other nodes"),
                    replace("controlPlane.standalone.enabled", "the control plane would move"),
                    replace("controlPlane.standalone.dataDir", "the state of the cluster is there"),
                    replace(POD_CIDR, "every node and pod has an address of it"),
                    replace("networking.serviceCIDR", "every service has an address of it"),
                    replace(
                            "networking.advanced.clusterDomain",
                            "certificates, kubelets and pods hold names in it"),
                    refused("privateNodes.vpn.enabled", NEW_CLUSTER),
                    refused("privateNodes.vpn.nodeToNode.enabled", NEW_CLUSTER),
                    refused("sync.toHost.namespaces.enabled", NEW_CLUSTER),
                    refused("sync.toHost.namespaces.mappingsOnly", NEW_CLUSTER),
                    refused("sync.toHost.namespaces.mappings.byName", NEW_CLUSTER),
                    refused("sync.toHost.namespaces.patches", NEW_CLUSTER),
                    refused(
                            "controlPlane.backingStore.database.embedded.dataSource",
                            "another file begins empty; restore a snapshot into a new cluster"),
                    refused(
                            "controlPlane.statefulSet.persistence.volumeClaim",
                            "the volumes of a StatefulSet are fixed; restore a snapshot into a new"
                                    + " cluster"),
                    refused(
                            "controlPlane.statefulSet.persistence.volumeClaimTemplates",
                            "the volumes of a StatefulSet are fixed; restore a snapshot into a new"
                                    + " cluster"),
                    new ChangeRules(
                            "controlPlane.endpoint",
                            "certificates are made for the new one; nodes that have joined dial the"
                                    + " old one until they join again",
                            ChangeVerdict.ControlPlaneRoll::new),
                    inPlace("controlPlane.service"),
                    // but for their hosts, which are in the certificate
                    inPlace("controlPlane.ingress.pathType"),
                    inPlace("controlPlane.ingress.spec"),
                    inPlace("controlPlane.ingress.annotations"),
                    inPlace("controlPlane.ingress.labels"),
                    inPlace("controlPlane.tlsRoute.apiVersion"),
                    inPlace("controlPlane.tlsRoute.parentRefs"),
                    inPlace("controlPlane.tlsRoute.spec"),
                    inPlace("controlPlane.tlsRoute.annotations"),
                    inPlace("controlPlane.tlsRoute.labels"),
                    inPlace("controlPlane.serviceMonitor"),
                    inPlace("controlPlane.advanced.podDisruptionBudget"),
                    inPlace("policies.resourceQuota"),
                    inPlace("policies.limitRange"),
                    inPlace("policies.networkPolicy"),
                    inPlace("rbac"),
                    inPlace("deletion"));

    /// Where a change restarts nothing.
    static List<String> inPlace(NodeMode mode) {
        var paths = new ArrayList<String>();
        if (!mode.hasPrivateNodes()) {
            paths.add(POD_CIDR);
        }
        ALL.stream()
                .filter(rule -> rule.verdict(rule.prefix()) instanceof ChangeVerdict.InPlace)
                .forEach(rule -> paths.add(rule.prefix()));
        return paths;
    }

    ChangeVerdict verdict(String path) {
        return kind.apply(path, reason);
    }

    static @Nullable ChangeRules ruleFor(String path) {
        return ALL.stream().filter(rule -> covers(rule.prefix(), path)).findFirst().orElse(null);
    }

    private static boolean covers(String prefix, String path) {
        return path.equals(prefix)
                || path.startsWith(prefix + ".")
                || path.startsWith(prefix + "[");
    }

    private static ChangeRules replace(String prefix, String reason) {
        return new ChangeRules(prefix, reason, ChangeVerdict.Replace::new);
    }

    private static ChangeRules refused(String prefix, String reason) {
        return new ChangeRules(prefix, reason, ChangeVerdict.Refused::new);
    }

    private static ChangeRules inPlace(String prefix) {
        return new ChangeRules(prefix, OUTSIDE, ChangeVerdict.InPlace::new);
    }
}
