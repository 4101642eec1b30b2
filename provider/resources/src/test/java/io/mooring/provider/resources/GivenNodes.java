package io.mooring.provider.resources;

import io.mooring.nodes.Choice;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Nodes whose machines a provider of the test has, and whose cluster cannot be asked.
record GivenNodes(NodeProvider provider) implements NodeKind {

    static final Choice SMALL = new Choice("small", "a", Capacity.ON_DEMAND);

    static final ObjectValue NODE =
            Given.value(
                    """
                    name: web-0
                    poweredOn: true
                    skipAwait: false
                    cluster:
                      name: shop
                      endpoint: https://127.0.0.1:1
                      caCertHash: 'sha256:00'
                      kubeconfig: |
                        {apiVersion: v1, kind: Config, current-context: c,
                         contexts: [{name: c, context: {cluster: c, user: u}}],
                         clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}],
                         users: [{name: u, user: {}}]}
                    """);

    /// A provider that sells small machines.
    static MemoryNodes memory() {
        var offering =
                new MachineType.Offering(
                        SMALL.zone(), SMALL.capacity(), OptionalDouble.empty(), true);
        return new MemoryNodes(
                "memory",
                List.of(new MachineType(SMALL.type(), "amd64", 2, 4096, 0, List.of(offering))));
    }

    /// For a change of one of them.
    ///
    /// @param said gets what is said of its progress
    static OperationContext context(List<String> said) {
        return new OperationContext(
                Given.named("mooring:gcp:Node", "web"),
                Optional.empty(),
                new Cancellation(),
                said::add,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    NodeMachines machines() {
        return new NodeMachines(provider, new Joining(provider), "machine", 1);
    }

    @Override
    public ResourceType type() {
        return GcpNodeType.TYPE;
    }

    @Override
    public Duration usual() {
        return Duration.ofMinutes(1);
    }

    @Override
    public List<PropertyFailure> check(ObjectValue inputs) {
        return List.of();
    }

    @Override
    public void requireUsable() {}

    @Override
    public NodeMachines machines(ObjectValue inputs) {
        return machines();
    }
}
