package io.mooring.provider.resources;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.Providers;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.resources.host.Installation;
import io.mooring.provider.resources.host.SnapshotProgram;
import io.mooring.provider.resources.host.StandaloneLocalHost;
import io.mooring.provider.resources.host.docker.DockerHost;
import io.mooring.provider.resources.host.ssh.SshHost;
import io.mooring.ssh.Ssh;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// Wires the resources and functions. Nothing is looked for or started before a handler is first
/// used.
public final class MooringResources {

    private static final Duration VIRTUAL_CLUSTER_CALL = Duration.ofSeconds(10);
    private static final Duration HOST_CLUSTER_CALL = Duration.ofSeconds(20);
    private static final Duration SILENCE_OF_MAKERS = Duration.ofSeconds(15);

    /// Longer than an API server takes to start again.
    private static final KeptDraft.Farewell FAREWELL =
            new KeptDraft.Farewell(Duration.ofSeconds(2), Duration.ofMinutes(1));

    /// One for all, since connections are kept while they are used; in a class of its own, so that
    /// the library is loaded where a machine is asked for.
    private static final class Connections {
        static final Ssh SSH = new Ssh();
    }

    /// What the provider itself can be told.
    public static final ObjectSchema CONFIG = DefaultTags.CONFIG;

    private MooringResources() {}

    /// Adds every resource and function.
    ///
    /// @param environment the environment of the process, which says where programs are
    public static Registry.Builder addTo(
            Registry.Builder registry, Map<String, String> environment) {
        var virtualClusters = new KubeClients(VIRTUAL_CLUSTER_CALL);
        var hostClusters = new KubeClients(HOST_CLUSTER_CALL);
        var clusters = new Clusters(virtualClusters);
        Supplier<Wiring> wiring = () -> Wiring.of(environment, virtualClusters, hostClusters);
        return registry.resource(
                        ControlPlaneType.TYPE,
                        () ->
                                new ControlPlaneHandler(
                                        wiring.get().hosts(),
                                        clusters,
                                        new AutoMachines(providers(environment)::factory),
                                        environment))
                .resource(
                        ControlPlaneServiceType.TYPE,
                        () -> new ControlPlaneServiceHandler(hostClusters))
                .resource(JoinTokenType.TYPE, () -> new JoinTokenHandler(clusters))
                .resource(
                        SnapshotType.TYPE,
                        () ->
                                new SnapshotHandler(
                                        new SnapshotProgram(Installation.find(environment)),
                                        hostClusters,
                                        environment))
                .resource(
                        AutoscalingPolicyType.TYPE,
                        () ->
                                new AutoscalingPolicyHandler(
                                        clusters,
                                        id ->
                                                ClusterFunctions.named(
                                                        wiring.get().hosts(), id, environment)))
                .resource(NodeType.TYPE, () -> new NodeHandler(wiring.get().localNodes(), clusters))
                .resource(
                        AwsNodeType.TYPE,
                        () ->
                                new DefaultTags(
                                        cloudNodes("aws", AwsNodeType.TYPE, environment, clusters),
                                        "tags",
                                        environment))
                .resource(
                        AzureNodeType.TYPE,
                        () ->
                                new DefaultTags(
                                        cloudNodes(
                                                "azure", AzureNodeType.TYPE, environment, clusters),
                                        "tags",
                                        environment))
                .resource(
                        GcpNodeType.TYPE,
                        () ->
                                new DefaultTags(
                                        cloudNodes("gcp", GcpNodeType.TYPE, environment, clusters),
                                        "labels",
                                        environment))
                .resource(
                        BareMetalNodeType.TYPE,
                        () ->
                                cloudNodes(
                                        "baremetal", BareMetalNodeType.TYPE, environment, clusters))
                .function(
                        ClusterFunctions.GET_KUBECONFIG,
                        () -> new ClusterFunctions(wiring.get().hosts())::kubeconfig)
                .function(
                        ClusterFunctions.GET_VIRTUAL_CLUSTER,
                        () -> new ClusterFunctions(wiring.get().hosts())::virtualCluster)
                .function(PlanNodesFunction.TYPE, () -> new PlanNodesFunction(clusters)::plan)
                .function(UserDataFunction.TYPE, () -> UserDataFunction::render)
                .function(ParseKubeconfigFunction.TYPE, () -> ParseKubeconfigFunction::parse)
                .drafts(() ->
                        new AllDrafts(
                                new ClusterDrafts(clusters, SILENCE_OF_MAKERS, FAREWELL),
                                new OwnDrafts(OwnDrafts.directory(environment))));
    }

    /// What handlers share. Its parts have no state but the clients, so that each handler may have
    /// its own.
    private record Wiring(HostChoice hosts, LocalNodeKind localNodes) {

        static Wiring of(
                Map<String, String> environment,
                KubeClients virtualClusters,
                KubeClients hostClusters) {
            Installation installation = Installation.find(environment);
            StandaloneLocalHost local = ThisMachine.host(installation, virtualClusters);
            return new Wiring(
                    (name, inputs) ->
                            Hosts.choose(
                                    name,
                                    inputs,
                                    local,
                                    hostClusters,
                                    place -> new DockerHost(place, virtualClusters),
                                    place ->
                                            new SshHost(
                                                    Connections.SSH,
                                                    place,
                                                    virtualClusters,
                                                    environment),
                                    environment),
                    new LocalNodeKind(ThisMachine.machines(installation), installation));
        }
    }

    private static NodeHandler cloudNodes(
            String name, ResourceType type, Map<String, String> environment, Clusters clusters) {
        return new NodeHandler(new CloudNodeKind(name, type, providers(environment)), clusters);
    }

    private static Providers providers(Map<String, String> environment) {
        return new Providers(Installation.nodeProviders(environment));
    }
}
