package io.mooring.provider.resources;

import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.NodeProviderFactory;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.Providers;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ResourceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Nodes of a cloud, whose provider is found by name and loaded when it is first needed.
final class CloudNodeKind implements NodeKind {

    /// The property that holds the provider's settings.
    static final String MACHINE = "machine";

    /// About every 16 s, so that a hundred nodes that start at once stay far below what EC2 takes.
    private static final int LOOKS_A_MACHINE_LOOK = 40;

    private final String name;
    private final ResourceType type;
    private final Providers providers;
    // guarded by this
    private Optional<NodeProviderFactory> factory = Optional.empty();
    // Nodes of a pool share a provider, and with it what was looked up or sold out.
    private final ConcurrentHashMap<Opened, NodeProvider> opened = new ConcurrentHashMap<>();

    CloudNodeKind(String name, ResourceType type, Providers providers) {
        this.name = name;
        this.type = type;
        this.providers = providers;
    }

    private record Opened(Owner owner, Map<String, Object> settings) {}

    @Override
    public ResourceType type() {
        return type;
    }

    /// A cloud's machine boots for a minute or two, and its first node fetches all it runs.
    @Override
    public Duration usual() {
        return Duration.ofMinutes(15);
    }

    @Override
    public List<PropertyFailure> check(ObjectValue inputs) {
        List<PropertyFailure> failures =
                type.equals(BareMetalNodeType.TYPE)
                        ? new ArrayList<>(NodePlan.requireCloudInit(inputs))
                        : new ArrayList<>();
        if (inputs.isKnown(MACHINE)) {
            factory().check(settings(inputs)).stream()
                    .map(it -> new PropertyFailure(MACHINE + "." + it.field(), it.reason()))
                    .forEach(failures::add);
        }
        return failures;
    }

    @Override
    public void requireUsable() {
        var _ = factory();
    }

    @Override
    public NodeMachines machines(ObjectValue inputs) {
        var cluster = ClusterConnection.of(inputs.requireObject("cluster"));
        var wanted = new Opened(Owner.ofCluster(cluster.caCertHash()), settings(inputs));
        try {
            NodeProvider provider =
                    opened.computeIfAbsent(wanted, it -> factory().open(it.owner(), it.settings()));
            return new NodeMachines(provider, new Joining(provider), MACHINE, LOOKS_A_MACHINE_LOOK);
        } catch (IllegalArgumentException e) {
            throw Failures.nothingMade("reading the machine settings of " + cluster, e);
        }
    }

    private static Map<String, Object> settings(ObjectValue inputs) {
        return Json.tree(inputs.object(MACHINE).orElse(ObjectValue.EMPTY));
    }

    private synchronized NodeProviderFactory factory() {
        if (factory.isEmpty()) {
            try {
                factory = Optional.of(providers.factory(name));
            } catch (ProviderFailure e) {
                throw Failures.nothingMade(e);
            }
        }
        return factory.orElseThrow();
    }
}
