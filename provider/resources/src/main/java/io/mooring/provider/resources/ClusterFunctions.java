package io.mooring.provider.resources;

import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.RunningCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The functions that look at a virtual cluster, whoever made it.
final class ClusterFunctions {

    private static final ObjectSchema WHICH =
            ObjectSchema.of(
                    Property.of("name", PropertyType.STRING, "The cluster's name.").asRequired(),
                    Property.of(
                            "host",
                            HostTypes.HOST.ref(),
                            "Where its control plane runs; this machine when not given."),
                    Property.of(
                            "dataDir",
                            PropertyType.STRING,
                            "Where its control plane keeps its state, if it runs on this machine"
                                    + " and not in the default directory."));

    static final FunctionType GET_KUBECONFIG =
            FunctionType.of(
                    "mooring:index:getKubeconfig",
                    "The kubeconfig of an administrator of a virtual cluster.",
                    WHICH,
                    ObjectSchema.of(
                            Property.of("kubeconfig", PropertyType.STRING, "The kubeconfig.")
                                    .asRequired()
                                    .asSecret()));

    static final FunctionType GET_VIRTUAL_CLUSTER =
            FunctionType.of(
                    "mooring:index:getVirtualCluster",
                    "A virtual cluster, as it is now.",
                    WHICH,
                    ObjectSchema.of(
                            Property.of("name", PropertyType.STRING, "The cluster's name.")
                                    .asRequired(),
                            Property.of("ready", PropertyType.BOOLEAN, "Whether its API answers.")
                                    .asRequired(),
                            Property.of(
                                    "reason",
                                    PropertyType.STRING,
                                    "Why it is not ready, when it is not."),
                            Property.of(
                                    "endpoint",
                                    PropertyType.STRING,
                                    "Where nodes find the control plane; absent while it is not"
                                            + " ready in a host cluster or a container engine."),
                            Property.of(
                                    "caCertHash",
                                    PropertyType.STRING,
                                    "The hash of the public key of the cluster's CA."),
                            Property.of(
                                    "version",
                                    PropertyType.STRING,
                                    "What the API server says it is."),
                            Property.of(
                                    "connection",
                                    ClusterConnection.TYPE.ref(),
                                    "What nodes and tokens need to know of this cluster; absent"
                                            + " while it is not ready.")));

    private final HostChoice hosts;

    ClusterFunctions(HostChoice hosts) {
        this.hosts = hosts;
    }

    ObjectValue kubeconfig(ObjectValue arguments, OperationContext context) {
        String name = arguments.requireText("name");
        return switch (state(arguments)) {
            case ClusterState.Up(RunningCluster cluster) ->
                    ObjectValue.builder()
                            .put("kubeconfig", Value.secret(cluster.kubeconfig()))
                            .build();
            case ClusterState.Down(String reason) ->
                    throw new ResourceFailure(
                            "reading the kubeconfig of cluster %s: it does not answer: %s"
                                    .formatted(name, reason));
            case ClusterState.Paused paused ->
                    throw new ResourceFailure(
                            "reading the kubeconfig of cluster %s: it is %s"
                                    .formatted(name, paused.reason()));
            case ClusterState.Absent _ -> throw absent("reading the kubeconfig of", name);
        };
    }

    ObjectValue virtualCluster(ObjectValue arguments, OperationContext context) {
        String name = arguments.requireText("name");
        var found = ObjectValue.builder().put("name", name);
        Hosts.foreseenEndpoint(placed(arguments))
                .ifPresent(endpoint -> found.put("endpoint", endpoint));
        switch (state(arguments)) {
            case ClusterState.Up(RunningCluster cluster) ->
                    found.put("ready", true)
                            .put("endpoint", cluster.endpoint())
                            .put("caCertHash", cluster.caCertHash())
                            .put("version", cluster.version())
                            .put("connection", connection(name, cluster).value());
            case ClusterState.Down(String reason) ->
                    found.put("ready", false).put("reason", reason);
            case ClusterState.Paused paused ->
                    found.put("ready", false).put("reason", paused.reason());
            case ClusterState.Absent _ -> throw absent("looking up", name);
        }
        return found.build();
    }

    /// The cluster that an import names, empty where there is none.
    static Optional<ClusterConnection> named(
            HostChoice hosts, String id, Map<String, String> environment) {
        ImportId which = ImportId.parse(id, environment);
        try {
            return switch (hosts.of(which.name(), which.inputs()).state(which.name())) {
                case ClusterState.Up(RunningCluster cluster) ->
                        Optional.of(connection(which.name(), cluster));
                case ClusterState.Down(String reason) ->
                        throw new ResourceFailure(
                                "looking up cluster %s: it does not answer: %s"
                                        .formatted(id, reason));
                case ClusterState.Paused paused ->
                        throw new ResourceFailure(
                                "looking up cluster %s: it is %s".formatted(id, paused.reason()));
                case ClusterState.Absent _ -> Optional.empty();
            };
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    private static ClusterConnection connection(String name, RunningCluster cluster) {
        return new ClusterConnection(
                name, cluster.endpoint(), cluster.caCertHash(), cluster.kubeconfig());
    }

    private ClusterState state(ObjectValue arguments) {
        String name = arguments.requireText("name");
        ObjectValue placed = placed(arguments);
        List<PropertyFailure> failures = Hosts.check(placed);
        if (!failures.isEmpty()) {
            throw new InvalidInputs("looking up cluster " + name, failures);
        }
        try {
            return hosts.of(name, placed).state(name);
        } catch (HostFailure e) {
            throw Failures.nothingMade(e);
        }
    }

    /// The arguments with a host in them, as a control plane's inputs have one.
    private static ObjectValue placed(ObjectValue arguments) {
        if (arguments.has("host")) {
            return arguments;
        }
        var local = ObjectValue.builder();
        arguments.text("dataDir").ifPresent(directory -> local.put("dataDir", directory));
        return arguments.with(
                "host",
                ObjectValue.builder()
                        .put(
                                "standalone",
                                ObjectValue.builder().put("local", local.build()).build())
                        .build());
    }

    private static ResourceFailure absent(String attempt, String name) {
        return new ResourceFailure(
                "%s cluster %s: there is none of that name there; check the name and the host"
                        .formatted(attempt, name));
    }
}
