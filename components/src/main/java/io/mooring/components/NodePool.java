package io.mooring.components;

import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.AwsNodeType;
import io.mooring.provider.resources.AzureNodeType;
import io.mooring.provider.resources.BareMetalNodeType;
import io.mooring.provider.resources.GcpNodeType;
import io.mooring.provider.resources.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A pool of nodes of one kind that share their settings: NAME-0, NAME-1 and so on. Fewer replicas
/// take the highest away.
final class NodePool implements ComponentHandler {

    static final ComponentType LOCAL = type("local", "on this machine", NodeType.SETTINGS);

    static final ComponentType AWS = type("aws", "on EC2", AwsNodeType.SETTINGS);

    static final ComponentType AZURE = type("azure", "on Azure", AzureNodeType.SETTINGS);

    static final ComponentType GCP = type("gcp", "on Google Cloud", GcpNodeType.SETTINGS);

    static final ComponentType BARE_METAL =
            type("baremetal", "on machines of an inventory", BareMetalNodeType.SETTINGS);

    private static final int MOST = 100;

    private final ResourceType node;

    NodePool(ResourceType node) {
        this.node = node;
    }

    private static ComponentType type(String provider, String where, List<Property> settings) {
        return ComponentType.of(
                        "mooring:" + provider + ":NodePool",
                        "A fixed number of private nodes "
                                + where
                                + " that share their settings. A change of `replicas` adds or removes nodes at the end and leaves the others alone.",
                        inputs(settings),
                        ObjectSchema.of(
                                Property.of(
                                                "nodeNames",
                                                PropertyType.STRINGS,
                                                "The names of the nodes, in order.")
                                        .asRequired()))
                .withNamesIn("cluster");
    }

    private static ObjectSchema inputs(List<Property> settings) {
        List<Property> properties = new ArrayList<>();
        properties.add(NodeType.CLUSTER);
        properties.add(
                Property.of("replicas", PropertyType.INTEGER, "How many nodes: 0 to " + MOST + ".")
                        .withDefault(1));
        properties.add(
                Property.of(
                        "autoscaling",
                        new PropertyType.MapOf(PropertyType.ANY),
                        "Not supported by this version; give `replicas`."));
        properties.addAll(settings);
        return new ObjectSchema(properties);
    }

    @Override
    public ObjectValue build(ComponentContext context, ObjectValue inputs) {
        int replicas = replicas(context, inputs);
        ObjectValue settings = inputs.without("replicas").without("autoscaling");
        String prefix = context.name().name();
        String type = node.token().toString();
        List<ChildSpec> nodes =
                IntStream.range(0, replicas)
                        .mapToObj(i -> new ChildSpec(type, prefix + "-" + i, settings))
                        .toList();
        List<Value> names =
                context.children(nodes).stream().map(node -> node.output("name")).toList();
        return ObjectValue.builder().put("nodeNames", Value.list(names)).build();
    }

    private static int replicas(ComponentContext context, ObjectValue inputs) {
        List<PropertyFailure> failures = new ArrayList<>();
        if (inputs.has("autoscaling")) {
            failures.add(
                    new PropertyFailure(
                            "autoscaling", "is not supported by this version; give replicas"));
        }
        if (!inputs.isKnown("replicas")) {
            failures.add(
                    new PropertyFailure(
                            "replicas",
                            "must be known before anything is made, to plan the nodes; take it from the configuration and not from another resource"));
        }
        int replicas = inputs.integer("replicas").orElse(1);
        if (replicas < 0 || replicas > MOST) {
            failures.add(
                    new PropertyFailure(
                            "replicas", "is " + replicas + "; give a number from 0 to " + MOST));
        }
        if (!failures.isEmpty()) {
            throw new InvalidInputs("node pool \"" + context.name().name() + "\":", failures);
        }
        return replicas;
    }
}
