package io.mooring.api;

import java.util.List;
import java.util.Set;

/// How the control plane is reached: endpoint, listener, names, service.
final class EndpointRules implements Rule {
    @Override
    public void check(Check check) {
        var controlPlane = check.config().controlPlane();
        var endpoint = controlPlane.endpoint();
        check.require(
                endpoint.isEmpty() || Grammar.isHostPort(endpoint),
                "controlPlane.endpoint",
                "must be HOST:PORT like cp.example.com:443, but is \"" + endpoint + '"');
        check.require(
                CidrBlock.isAddress(controlPlane.proxy().bindAddress()),
                "controlPlane.proxy.bindAddress",
                "must be an address like 0.0.0.0, but is \""
                        + controlPlane.proxy().bindAddress()
                        + '"');
        check.port("controlPlane.proxy.port", controlPlane.proxy().port());
        sans(check, controlPlane.proxy().extraSANs());
        var advertised = controlPlane.standalone().advertiseAddress();
        check.require(
                advertised.isEmpty() || CidrBlock.isAddress(advertised),
                "controlPlane.standalone.advertiseAddress",
                "must be an address like 192.168.1.10, but is \"" + advertised + '"');
        var domain = check.config().networking().advanced().clusterDomain();
        check.require(
                Grammar.isDnsName(domain),
                "networking.advanced.clusterDomain",
                "must be a domain like cluster.local, but is \"" + domain + '"');
        service(check, controlPlane);
        reachable(check, controlPlane);
    }

    private static void sans(Check check, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            var bare = name.startsWith("*.") ? name.substring(2) : name;
            check.require(
                    Grammar.isHost(bare),
                    Path.item("controlPlane.proxy.extraSANs", i),
                    "must be a host name or an address, but is \"" + name + '"');
        }
    }

    private static void service(Check check, ControlPlane controlPlane) {
        var service = controlPlane.service();
        check.oneOf(
                "controlPlane.service.spec.type",
                type(controlPlane),
                "ClusterIP",
                "NodePort",
                "LoadBalancer");
        nodePort(check, "controlPlane.service.httpsNodePort", service.httpsNodePort());
        nodePort(check, "controlPlane.service.kubeletNodePort", service.kubeletNodePort());
        check.require(
                service.httpsNodePort() == 0
                        || service.httpsNodePort() != service.kubeletNodePort(),
                "controlPlane.service.kubeletNodePort",
                "must differ from controlPlane.service.httpsNodePort, but both are "
                        + service.httpsNodePort());
    }

    private static void nodePort(Check check, String path, int port) {
        check.require(
                port == 0 || (port >= 30000 && port <= 32767),
                path,
                "must be 0 (any) or from 30000 to 32767, but is " + port);
    }

    private static String type(ControlPlane controlPlane) {
        return String.valueOf(controlPlane.service().spec().getOrDefault("type", "ClusterIP"));
    }

    private static void reachable(Check check, ControlPlane controlPlane) {
        boolean exposed =
                !type(controlPlane).equals("ClusterIP") || !controlPlane.endpoint().isEmpty();
        if (check.hasAny(Set.of(NodeMode.PRIVATE)) && !exposed) {
            check.warning(
                    "controlPlane.endpoint",
                    "is not set and controlPlane.service.spec.type is ClusterIP: nodes outside the"
                            + " host cluster cannot join; set it, or the type NodePort or"
                            + " LoadBalancer");
        }
        if (controlPlane.ingress().enabled()) {
            check.require(
                    Grammar.isDnsName(controlPlane.ingress().host()),
                    "controlPlane.ingress.host",
                    "must be a host name while controlPlane.ingress is enabled, but is \""
                            + controlPlane.ingress().host()
                            + '"');
            joining(check, "ingress", controlPlane.ingress().host());
        }
        if (controlPlane.tlsRoute().enabled()) {
            check.require(
                    Grammar.isDnsName(controlPlane.tlsRoute().host()),
                    "controlPlane.tlsRoute.host",
                    "must be a host name while controlPlane.tlsRoute is enabled, but is \""
                            + controlPlane.tlsRoute().host()
                            + '"');
            check.require(
                    !controlPlane.tlsRoute().parentRefs().isEmpty(),
                    "controlPlane.tlsRoute.parentRefs",
                    "must name a gateway while controlPlane.tlsRoute is enabled");
            joining(check, "tlsRoute", controlPlane.tlsRoute().host());
        }
    }

    /// Nodes come by the endpoint, and what is in front of the Service does not let them pass.
    private static void joining(Check check, String front, String host) {
        String endpoint = check.config().controlPlane().endpoint();
        if (check.hasAny(Set.of(NodeMode.PRIVATE)) && endpoint.startsWith(host + ":")) {
            check.warning(
                    "controlPlane.endpoint",
                    "is the host of controlPlane."
                            + front
                            + ": nodes cannot join there, since they ask for a name of their own and"
                            + " that of this host alone is passed on; set it to an address of the"
                            + " Service");
        }
    }
}
