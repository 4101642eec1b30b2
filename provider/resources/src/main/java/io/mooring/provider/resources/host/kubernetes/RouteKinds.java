package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.stream.Stream;

/// In which versions a host cluster serves TLSRoutes. An earlier configuration may have named any
/// of them, and its route is found by each that still has the kind.
final class RouteKinds {

    private static final String GATEWAY = "gateway.networking.k8s.io";

    private RouteKinds() {}

    /// One kind for each version of the Gateway API's group, and of the one that the configuration
    /// names; the host cluster need not have it in all of them. None where there is no such group.
    static List<ResourceKind> served(KubeClient host, Scope scope) {
        String declared = scope.config().controlPlane().tlsRoute().apiVersion();
        return Stream.of(GATEWAY, group(declared))
                .distinct()
                .flatMap(group -> versions(host, group))
                .map(FrontObjects::route)
                .toList();
    }

    /// Empty for the API's own first group.
    static String group(String apiVersion) {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    private static Stream<String> versions(KubeClient host, String group) {
        try {
            return KubeObject.parse(host.rawGet("/apis/" + group)).maps("versions").stream()
                    .map(KubeObject::new)
                    .flatMap(version -> version.text("groupVersion").stream());
        } catch (KubeFailure.Forbidden | KubeFailure.NotFound _) {
            return Stream.empty();
        }
    }
}
