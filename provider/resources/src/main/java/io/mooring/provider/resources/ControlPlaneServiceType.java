package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;

/// What a Service in front of a control plane is.
final class ControlPlaneServiceType {

    static final String TOKEN = "mooring:index:ControlPlaneService";

    private static final ObjectSchema INPUTS =
            ObjectSchema.of(
                    Property.of(
                                    "name",
                                    PropertyType.STRING,
                                    "The Service's name: a DNS label of at most 40 characters, other than those of the Services that the control plane makes itself. Made from the resource's name when not given.")
                            .asImmutable(),
                    Property.of(
                                    "clusterName",
                                    PropertyType.STRING,
                                    "The `name` of the control plane that it leads to, which need not be there yet.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "host",
                                    HostTypes.HOST.ref(),
                                    "Where the control plane runs: a namespace of a host cluster. Another namespace replaces the Service; other credentials do not.")
                            .asRequired(),
                    Property.of(
                                    "type",
                                    PropertyType.STRING,
                                    "How it is reached: `LoadBalancer`, `NodePort` or `ClusterIP`.")
                            .withDefault("LoadBalancer"),
                    Property.of(
                                    "port",
                                    PropertyType.INTEGER,
                                    "The port for API, joining nodes and tunnel. With `NodePort` clients dial `nodePort` instead.")
                            .withDefault(443),
                    Property.of(
                            "nodePort",
                            PropertyType.INTEGER,
                            "The same on each node, 30000 to 32767; the host cluster chooses when not given. Not with `ClusterIP`."),
                    Property.of(
                            "tunnelPort",
                            PropertyType.INTEGER,
                            "A further port for agents of the tunnel alone, 8132 as a rule; none when not given."),
                    Property.of(
                            "tunnelNodePort",
                            PropertyType.INTEGER,
                            "The same on each node, as `nodePort`. Only with `tunnelPort`."),
                    Property.of(
                            "annotations",
                            PropertyType.STRING_MAP,
                            "What the host cluster's load balancer wants to be told."),
                    Property.of("labels", PropertyType.STRING_MAP, "Labels besides our own."),
                    Property.of(
                            "loadBalancerSourceRanges",
                            PropertyType.STRINGS,
                            "From where clients may come, as `203.0.113.0/24`; from everywhere when not given. Only with `LoadBalancer`."),
                    Property.of(
                                    "loadBalancerClass",
                                    PropertyType.STRING,
                                    "Which of several load balancers serves it. Only with `LoadBalancer`.")
                            .asImmutable(),
                    Property.of(
                            "externalTrafficPolicy",
                            PropertyType.STRING,
                            "`Cluster`, or with `LoadBalancer` also `Local`, which keeps the clients' addresses; the host cluster's default when not given. Not with `ClusterIP`."),
                    Property.of(
                                    "skipAwait",
                                    PropertyType.BOOLEAN,
                                    "Does not wait until the Service has an address. The outputs that it tells are missing then until a refresh.")
                            .withDefault(false));

    private static final ObjectSchema OUTPUTS =
            ObjectSchema.of(
                    Property.of("name", PropertyType.STRING, "The Service's name.")
                            .asRequired()
                            .asStable(),
                    Property.of(
                            "endpoint",
                            PropertyType.STRING,
                            "Where clients and nodes find the control plane by it: `https://HOST:PORT`."),
                    Property.of(
                            "address",
                            PropertyType.STRING,
                            "The same as `HOST:PORT`, which is what `controlPlane.endpoint` in a control plane's configuration takes."),
                    Property.of(
                            "hostname",
                            PropertyType.STRING,
                            "The name or address in it. It stays the same as long as it is one of `addresses`."),
                    Property.of("exposedPort", PropertyType.INTEGER, "The port in it."),
                    Property.of(
                            "tunnelAddress",
                            PropertyType.STRING,
                            "Where agents of the tunnel find a port of their own: `HOST:PORT`."),
                    Property.of(
                            "addresses",
                            PropertyType.STRINGS,
                            "All names and addresses that lead to it."),
                    Property.of(
                                    "ready",
                                    PropertyType.BOOLEAN,
                                    "Whether it had an address when last looked at.")
                            .asRequired(),
                    Property.of(
                            "drift",
                            PropertyType.STRINGS,
                            "What of the Service was not as declared when last looked at."));

    static final ResourceType TYPE =
            ResourceType.of(
                            TOKEN,
                            "A Service of the host cluster in front of a control plane, besides the one that the control plane makes itself. It can be there before the control plane, whose configuration takes its `address`, and it keeps its address when the control plane is made anew. It waits until the host cluster has given it one.",
                            INPUTS,
                            OUTPUTS)
                    .withDeleteBeforeReplace();

    private ControlPlaneServiceType() {}
}
