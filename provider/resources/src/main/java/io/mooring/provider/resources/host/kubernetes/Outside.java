package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.Rbac;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a control plane has in the host cluster outside of its namespace: rights, if the
/// configuration has tenants see what is there. The anchor cannot own it, so it lists it, from
/// before it is made until it is gone; thus all of it is found again whatever the configuration
/// says by then.
final class Outside {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final List<ResourceKind> KINDS =
            List.of(
                    ResourceKind.CLUSTER_ROLE,
                    ResourceKind.CLUSTER_ROLE_BINDING,
                    ResourceKind.ROLE,
                    ResourceKind.ROLE_BINDING);

    private Outside() {}

    static List<KubeObject> of(Scope scope) {
        var objects = new ArrayList<KubeObject>();
        List<Map<String, Object>> everywhere = everywhere(scope);
        if (!everywhere.isEmpty()) {
            objects.add(object(scope, ResourceKind.CLUSTER_ROLE, "", Map.of("rules", everywhere)));
            objects.add(
                    object(
                            scope,
                            ResourceKind.CLUSTER_ROLE_BINDING,
                            "",
                            binding(scope, ResourceKind.CLUSTER_ROLE)));
        }
        ShownRules.byNamespace(scope)
                .forEach((namespace, rules) -> {
                    objects.add(
                            object(scope, ResourceKind.ROLE, namespace, Map.of("rules", rules)));
                    objects.add(
                            object(
                                    scope,
                                    ResourceKind.ROLE_BINDING,
                                    namespace,
                                    binding(scope, ResourceKind.ROLE)));
                });
        return objects;
    }

    private static List<Map<String, Object>> everywhere(Scope scope) {
        Rbac.ClusterRole role = scope.config().rbac().clusterRole();
        var rules = new ArrayList<Map<String, Object>>(ShownRules.everywhere(scope));
        rules.addAll(role.extraRules());
        if (!role.overwriteRules().isEmpty()) {
            rules = new ArrayList<>(role.overwriteRules());
        }
        return role.enabled().resolve(true) ? rules : List.of();
    }

    /// Neither name nor namespace of a control plane holds a colon.
    private static String name(Scope scope) {
        return "mooring:" + scope.namespace() + ":" + scope.cluster();
    }

    private static KubeObject object(
            Scope scope, ResourceKind kind, String namespace, Map<String, ?> content) {
        var all = new LinkedHashMap<String, Object>(content);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("labels", Scope.labels(scope.cluster()));
        Map<String, String> annotations =
                scope.config().controlPlane().advanced().globalMetadata().annotations();
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        all.put("metadata", metadata);
        return KubeObject.of(new ObjectRef(kind, namespace, name(scope)), all);
    }

    private static Map<String, Object> binding(Scope scope, ResourceKind role) {
        return Map.of(
                "roleRef",
                Map.of("apiGroup", RBAC, "kind", role.kind(), "name", name(scope)),
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

    /// Makes what is wanted, and removes what was made by settings that hold no more.
    static void apply(KubeClient host, Scope scope) {
        ObjectRef anchor = Anchor.ref(scope.namespace(), scope.cluster());
        CopiesOutside.note(host, scope);
        List<KubeObject> wanted = of(scope);
        List<ObjectRef> refs = wanted.stream().map(Outside::ref).toList();
        List<ObjectRef> known = listed(host.find(anchor));
        var all = new LinkedHashSet<ObjectRef>(known);
        all.addAll(refs);
        list(host, anchor, known, List.copyOf(all));
        wanted.forEach(object -> host.apply(kind(object.kind()).orElseThrow(), object));
        all.stream().filter(ref -> !refs.contains(ref)).forEach(host::delete);
        list(host, anchor, List.copyOf(all), refs);
    }

    /// Removes all of it.
    static void remove(KubeClient host, String namespace, String cluster) {
        ObjectRef anchor = Anchor.ref(namespace, cluster);
        List<ObjectRef> known = listed(host.find(anchor));
        known.forEach(host::delete);
        list(host, anchor, known, List.of());
    }

    private static void list(
            KubeClient host, ObjectRef anchor, List<ObjectRef> before, List<ObjectRef> now) {
        if (!before.equals(now)) {
            var lines = now.stream().map(Outside::line).toList();
            host.mergePatch(
                    anchor, Map.of("data", Map.of(Anchor.OUTSIDE, String.join("\n", lines))));
        }
    }

    private static String line(ObjectRef ref) {
        return ref.kind().kind() + " " + ref.namespace() + " " + ref.name();
    }

    private static List<ObjectRef> listed(Optional<KubeObject> anchor) {
        return anchor.flatMap(found -> found.text("data", Anchor.OUTSIDE)).stream()
                .flatMap(String::lines)
                .map(line -> List.of(line.split(" ", 3)))
                .filter(parts -> parts.size() == 3)
                .flatMap(parts ->
                        kind(parts.getFirst()).stream()
                                .map(kind -> new ObjectRef(kind, parts.get(1), parts.get(2))))
                .toList();
    }

    private static Optional<ResourceKind> kind(String name) {
        return KINDS.stream().filter(kind -> kind.kind().equals(name)).findFirst();
    }

    private static ObjectRef ref(KubeObject object) {
        return ObjectRef.of(kind(object.kind()).orElseThrow(), object);
    }
}
