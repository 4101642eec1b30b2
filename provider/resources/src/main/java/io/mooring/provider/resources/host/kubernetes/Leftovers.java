package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What an earlier configuration of the same control plane had in its namespace and this one has
/// not: a network policy or a quota that was switched off, say. Never what holds data, and no
/// service account: pods that are about to be replaced still use theirs, which without its bindings
/// may do nothing.
final class Leftovers {

    /// The kinds that a configuration switches on and off.
    private static final List<ResourceKind> KINDS =
            List.of(
                    ResourceKind.INGRESS,
                    ResourceKind.NETWORK_POLICY,
                    ResourceKind.RESOURCE_QUOTA,
                    ResourceKind.LIMIT_RANGE,
                    ResourceKind.POD_DISRUPTION_BUDGET,
                    ResourceKind.ROLE_BINDING,
                    ResourceKind.ROLE);

    private Leftovers() {}

    static void remove(KubeClient host, Scope scope, List<KubeObject> wanted) {
        of(host, scope, wanted).forEach(ref -> host.delete(ref));
    }

    /// What an [#remove] would remove, in words.
    static List<String> drift(KubeClient host, Scope scope, List<KubeObject> wanted) {
        return of(host, scope, wanted).stream()
                .map(ref -> ref.kind().kind() + " " + ref.name() + " is there but not declared")
                .toList();
    }

    private static List<ObjectRef> of(KubeClient host, Scope scope, List<KubeObject> wanted) {
        Set<Named> needed = new HashSet<>();
        wanted.forEach(
                object -> needed.add(Named.of(ObjectRef.of(FrontObjects.kind(object), object))));
        var left = new LinkedHashMap<Named, ObjectRef>();
        Stream<ResourceKind> kinds =
                Stream.concat(KINDS.stream(), RouteKinds.served(host, scope).stream());
        kinds.forEach(kind -> {
            for (KubeObject object : made(host, scope, kind)) {
                ObjectRef ref = ObjectRef.of(kind, object);
                if (!needed.contains(Named.of(ref)) && isOurs(object, scope)) {
                    left.putIfAbsent(Named.of(ref), ref);
                }
            }
        });
        return List.copyOf(left.values());
    }

    /// An object whatever version of its kind it is read by: a configuration may have named another
    /// one than the one before.
    private record Named(String group, String plural, String name) {

        static Named of(ObjectRef ref) {
            return new Named(
                    RouteKinds.group(ref.kind().apiVersion()), ref.kind().plural(), ref.name());
        }
    }

    /// None of a kind that the user must not list: then the user did not make any.
    private static List<KubeObject> made(KubeClient host, Scope scope, ResourceKind kind) {
        var query =
                ListQuery.namespace(scope.namespace())
                        .labels(Scope.ANY + "," + Scope.selector(scope.cluster()));
        try {
            return host.list(kind, query).items();
        } catch (KubeFailure.Forbidden | KubeFailure.NotFound _) {
            return List.of();
        }
    }

    private static boolean isOurs(KubeObject object, Scope scope) {
        return object.at("metadata", "deletionTimestamp").isEmpty()
                && object.maps("metadata", "ownerReferences").stream()
                        .anyMatch(owner -> scope.anchor().equals(owner.get("uid")));
    }
}
