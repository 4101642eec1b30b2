package io.mooring.server;

import io.mooring.api.CidrBlock;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds out from which range the host cluster gives services their addresses. Its API is the first
/// of the range; whether an address belongs to it is asked by making a service with it, without
/// effect. That needs no more than the right to make services in one namespace.
///
/// Where pods are told another address of the API, as in a virtual cluster on shared nodes, a
/// service is made without one, without effect: what it is given belongs to the range.
final class HostServiceRange {

    private static final int LEAST_BITS_IPV4 = 12;
    // what kube-apiserver takes by --service-cluster-ip-range has at most 20 bits to give
    private static final int LEAST_BITS_IPV6 = 108;

    private final KubeClient host;
    private final String namespace;

    private HostServiceRange(KubeClient host, String namespace) {
        this.host = host;
        this.namespace = namespace;
    }

    /// The largest range that has the API's address, or one that the host gives, and ends inside
    /// the host's, which does not go on before it.
    ///
    /// @throws ServerException if there is none
    static String find(KubeClient host, String namespace, String apiAddress) {
        var range = new HostServiceRange(host, namespace);
        return range.largest(apiAddress, apiAddress::equals)
                .or(() -> range.given().flatMap(one -> range.largest(one, range::isGiven)))
                .orElseThrow(() ->
                        new ServerException(
                                "finding out the host cluster's range of service addresses: none begins at its API's address %s, and it gives none by itself; set networking.serviceCIDR to it"
                                        .formatted(apiAddress)));
    }

    /// @param begins whether the first address that is ever given may be this one
    private Optional<String> largest(String address, Predicate<String> begins) {
        boolean ipv6 = address.contains(":");
        int bits = ipv6 ? 128 : 32;
        for (int prefix = ipv6 ? LEAST_BITS_IPV6 : LEAST_BITS_IPV4; prefix < bits - 2; prefix++) {
            Optional<CidrBlock> range =
                    CidrBlock.around(address + "/" + prefix)
                            .filter(block -> begins.test(block.addressAt(1)));
            long last = (1L << (bits - prefix)) - 2;
            if (range.isPresent()
                    && isGiven(range.get().addressAt(last))
                    && !isGiven(range.get().addressAt(-1))) {
                return range.map(CidrBlock::text);
            }
        }
        return Optional.empty();
    }

    private Optional<String> given() {
        return host.tryCreate(ResourceKind.SERVICE, service(Map.of())).text("spec", "clusterIP");
    }

    private boolean isGiven(String address) {
        try {
            host.tryCreate(ResourceKind.SERVICE, service(Map.of("clusterIP", address)));
            return true;
        } catch (KubeFailure.Invalid e) {
            var message = String.valueOf(e.getMessage());
            if (message.contains("already allocated")) {
                return true;
            }
            if (message.contains("range")) {
                return false;
            }
            // an API server that still starts does not know its own range
            throw e;
        }
    }

    private KubeObject service(Map<String, Object> address) {
        var spec = new HashMap<>(address);
        spec.put("ports", List.of(Map.of("port", 443)));
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Service",
                        "metadata",
                        Map.of("generateName", "range-", "namespace", namespace),
                        "spec",
                        spec));
    }
}
