package io.mooring.bootstrap;

import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who may do what on the way in: the roles upstream's kubeadm makes, by the same names, and two of
/// our own.
///
/// The bindings by which the controller manager would approve node certificates by itself are left
/// out on purpose: [NodeCertificateApprover] does that by stricter rules.
final class ClusterRoles {
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final Map<String, String> JOINERS = group(TokenRequest.DEFAULT_GROUP);
    private static final Map<String, String> NODES = group("system:nodes");

    private ClusterRoles() {}

    static List<Applied> all() {
        var all = new ArrayList<Applied>();
        var anonymous = Map.of("apiGroup", RBAC, "kind", "User", "name", "system:anonymous");
        reader(
                all,
                "kube-public",
                "kubeadm:bootstrap-signer-clusterinfo",
                "cluster-info",
                anonymous);
        reader(
                all,
                "kube-system",
                "kubeadm:nodes-kubeadm-config",
                "kubeadm-config",
                JOINERS,
                NODES);
        reader(all, "kube-system", "kubeadm:kubelet-config", "kubelet-config", JOINERS, NODES);
        clusterRole(all, "kubeadm:get-nodes", List.of(rule("nodes", "get")));
        bind(all, "kubeadm:get-nodes", "kubeadm:get-nodes", JOINERS);
        bind(all, "kubeadm:kubelet-bootstrap", "system:node-bootstrapper", JOINERS);
        bind(all, "kubeadm:cluster-admins", "cluster-admin", group("kubeadm:cluster-admins"));
        bind(all, "mooring:node-proxier", "system:node-proxier", NODES);
        clusterRole(
                all,
                "mooring:flannel",
                List.of(rule("nodes", "get", "list", "watch"), rule("nodes/status", "patch")));
        bind(all, "mooring:flannel", "mooring:flannel", NODES);
        all.add(
                Applied.of(
                        ObjectRef.of(
                                ResourceKind.SERVICE_ACCOUNT, "kube-system", "konnectivity-agent"),
                        Map.of("automountServiceAccountToken", false)));
        return all;
    }

    /// Agents, which have their nodes' identity, count the leases of the servers they are to find.
    static List<Applied> ofTunnelAgents() {
        var name = "mooring:tunnel-agents";
        var rule =
                Map.of(
                        "apiGroups", List.of("coordination.k8s.io"),
                        "resources", List.of("leases"),
                        "verbs", List.of("list", "watch"));
        return List.of(
                Applied.of(
                        ObjectRef.of(ResourceKind.ROLE, "kube-system", name),
                        Map.of("rules", List.of(rule))),
                Applied.of(
                        ObjectRef.of(ResourceKind.ROLE_BINDING, "kube-system", name),
                        binding("Role", name, NODES)));
    }

    @SafeVarargs
    private static void reader(
            List<Applied> all,
            String namespace,
            String name,
            String configMap,
            Map<String, String>... subjects) {
        var rule =
                Map.of(
                        "apiGroups", List.of(""),
                        "resources", List.of("configmaps"),
                        "resourceNames", List.of(configMap),
                        "verbs", List.of("get"));
        all.add(
                Applied.of(
                        ObjectRef.of(ResourceKind.ROLE, namespace, name),
                        Map.of("rules", List.of(rule))));
        all.add(
                Applied.of(
                        ObjectRef.of(ResourceKind.ROLE_BINDING, namespace, name),
                        binding("Role", name, subjects)));
    }

    private static void clusterRole(
            List<Applied> all, String name, List<Map<String, List<String>>> rules) {
        all.add(
                Applied.of(
                        ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, name),
                        Map.of("rules", rules)));
    }

    @SafeVarargs
    private static void bind(
            List<Applied> all, String name, String role, Map<String, String>... subjects) {
        all.add(
                Applied.of(
                        ObjectRef.cluster(ResourceKind.CLUSTER_ROLE_BINDING, name),
                        binding("ClusterRole", role, subjects)));
    }

    @SafeVarargs
    private static Map<String, Object> binding(
            String roleKind, String role, Map<String, String>... subjects) {
        return Map.of(
                "roleRef",
                Map.of("apiGroup", RBAC, "kind", roleKind, "name", role),
                "subjects",
                List.of(subjects));
    }

    private static Map<String, List<String>> rule(String resource, String... verbs) {
        return Map.of(
                "apiGroups", List.of(""),
                "resources", List.of(resource),
                "verbs", List.of(verbs));
    }

    private static Map<String, String> group(String name) {
        return Map.of("apiGroup", RBAC, "kind", "Group", "name", name);
    }
}
