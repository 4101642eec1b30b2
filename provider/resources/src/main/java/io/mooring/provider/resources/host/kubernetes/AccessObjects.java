package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.ControlPlaneAdvanced;
import io.mooring.api.NodeMode;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the control plane may do in the host cluster: write its own kubeconfig into one Secret, and
/// with several replicas what they have in common into another; with shared nodes, make in its
/// namespace what [SyncRules] says, and read outside of it what [ShownRules] says; and nothing else
/// unless the configuration says so.
final class AccessObjects {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private AccessObjects() {}

    static List<KubeObject> of(Scope scope) {
        var objects = new ArrayList<KubeObject>();
        var account = scope.config().controlPlane().advanced().serviceAccount();
        if (account.enabled()) {
            objects.add(account(scope, scope.serviceAccount(), account));
        }
        workloads(scope).ifPresent(objects::add);
        var role = scope.config().rbac().role();
        if (role.enabled()) {
            objects.add(
                    scope.object(
                            ResourceKind.ROLE, scope.cluster(), Map.of("rules", rules(scope))));
            objects.add(scope.object(ResourceKind.ROLE_BINDING, scope.cluster(), binding(scope)));
        }
        return objects;
    }

    /// Whom tenants' pods on shared nodes are: nobody, without a token and without rights.
    private static Optional<KubeObject> workloads(Scope scope) {
        var account = scope.config().controlPlane().advanced().workloadServiceAccount();
        if (scope.config().nodeMode() != NodeMode.SHARED || !account.enabled()) {
            return Optional.empty();
        }
        return Optional.of(
                account(
                        scope,
                        scope.config().controlPlane().advanced().workloadAccount(scope.cluster()),
                        account));
    }

    private static KubeObject account(
            Scope scope, String name, ControlPlaneAdvanced.ServiceAccount account) {
        return scope.object(
                ResourceKind.SERVICE_ACCOUNT,
                name,
                account.labels(),
                account.annotations(),
                Map.of(
                        "automountServiceAccountToken",
                        false,
                        "imagePullSecrets",
                        account.imagePullSecrets().stream()
                                .map(secret -> Map.of("name", secret.name()))
                                .toList()));
    }

    private static List<Map<String, Object>> rules(Scope scope) {
        var role = scope.config().rbac().role();
        if (!role.overwriteRules().isEmpty()) {
            return role.overwriteRules();
        }
        var rules = new ArrayList<Map<String, Object>>();
        rules.add(secret(scope.kubeconfigSecret(), "get", "patch", "update"));
        if (scope.replicas() > 1) {
            rules.add(secret(scope.sharedSecret(), "get", "update"));
        }
        rules.addAll(SyncRules.of(scope));
        rules.addAll(role.extraRules());
        return rules;
    }

    private static Map<String, Object> secret(String name, String... verbs) {
        return Map.of(
                "apiGroups",
                List.of(""),
                "resources",
                List.of("secrets"),
                "resourceNames",
                List.of(name),
                "verbs",
                List.of(verbs));
    }

    private static Map<String, Object> binding(Scope scope) {
        return Map.of(
                "roleRef",
                Map.of("apiGroup", RBAC, "kind", "Role", "name", scope.cluster()),
                "subjects",
                List.of(
                        Map.of(
                                "kind",
                                "ServiceAccount",
                                "name",
                                scope.serviceAccount(),
                                "namespace",
                                scope.namespace())));
    }
}
