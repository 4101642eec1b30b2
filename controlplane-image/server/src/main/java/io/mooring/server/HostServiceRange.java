package io.mooring.server;

import io.mooring.api.CidrBlock;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out from which range the host cluster gives services their addresses. Its API is the first
/// of the range; whether an address belongs to it is asked by making a service with it, without
/// effect. That needs no more than the right to make services in one namespace.
final class HostServiceRange {

    private static final int LEAST_BITS_IPV4 = 12;
    // what kube-apiserver takes by --service-cluster-ip-range has at most 20 bits to give
    private static final int LEAST_BITS_IPV6 = 108;

    private HostServiceRange() {}

    /// The largest range that begins at the API's address and ends inside the host's.
    ///
    /// @throws ServerException if there is none
    static String find(KubeClient host, String namespace, String apiAddress) {
        boolean ipv6 = apiAddress.contains(":");
        int bits = ipv6 ? 128 : 32;
        for (int prefix = ipv6 ? LEAST_BITS_IPV6 : LEAST_BITS_IPV4; prefix < bits - 2; prefix++) {
            Optional<CidrBlock> range =
                    CidrBlock.around(apiAddress + "/" + prefix)
                            .filter(block -> block.addressAt(1).equals(apiAddress));
            long last = (1L << (bits - prefix)) - 2;
            if (range.isPresent() && isGiven(host, namespace, range.get().addressAt(last))) {
                return range.get().text();
            }
        }
        throw new ServerException(
                "finding out the host cluster's range of service addresses: none begins at its API's address %s; set networking.serviceCIDR to it"
                        .formatted(apiAddress));
    }

    private static boolean isGiven(KubeClient host, String namespace, String address) {
        var service =
                new KubeObject(
                        Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "Service",
                                "metadata",
                                Map.of("generateName", "range-", "namespace", namespace),
                                "spec",
                                Map.of(
                                        "clusterIP",
                                        address,
                                        "ports",
                                        List.of(Map.of("port", 443)))));
        try {
            host.tryCreate(ResourceKind.SERVICE, service);
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
}
