package io.mooring.components;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildOptions;
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
import io.mooring.provider.resources.AutoscalingPolicyType;
import io.mooring.provider.resources.AwsNodeType;
import io.mooring.provider.resources.AzureNodeType;
import io.mooring.provider.resources.BareMetalNodeType;
import io.mooring.provider.resources.DrainRules;
import io.mooring.provider.resources.GcpNodeType;
import io.mooring.provider.resources.NodeType;
import io.mooring.provider.resources.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A pool of nodes of one kind that share their settings: NAME-0, NAME-1 and so on, of which fewer
/// replicas take the highest away; or a policy by which the control plane makes them.
final class NodePool implements ComponentHandler {

    static final ObjectSchema OUTPUTS =
            ObjectSchema.of(
                    Property.of(
                                    "nodeNames",
                                    PropertyType.STRINGS,
                                    "The names of the nodes, in order; none with `autoscaling`,"
                                            + " where they come and go.")
                            .asRequired());

    static final ComponentType LOCAL = type("local", "on this machine", NodeType.SETTINGS);

    static final ComponentType AWS = type("aws", "on EC2", AwsNodeType.SETTINGS);

    static final ComponentType AZURE = type("azure", "on Azure", AzureNodeType.SETTINGS);

    static final ComponentType GCP = type("gcp", "on Google Cloud", GcpNodeType.SETTINGS);

    static final ComponentType BARE_METAL =
            type("baremetal", "on machines of an inventory", BareMetalNodeType.SETTINGS);

    private static final int MOST = 100;
    private static final String REPLICAS = "replicas";
    private static final String AUTOSCALING = "autoscaling";
    private static final String MACHINE = "machine";
    private static final Set<String> OF_A_POLICY =
            Set.of("cluster", AUTOSCALING, "labels", "taints");

    private final ResourceType node;

    NodePool(ResourceType node) {
        this.node = node;
    }

    private static ComponentType type(String provider, String where, List<Property> settings) {
        return ComponentType.of(
                        "mooring:" + provider + ":NodePool",
                        "Private nodes "
                                + where
                                + " that share their settings: a fixed number of them, or as many"
                                + " as the pods need. A change of `replicas` adds or removes nodes"
                                + " at the end and leaves the others alone; one that needs other"
                                + " machines replaces the nodes a few at a time, by `maxSurge` and"
                                + " `maxUnavailable`.",
                        withAutoscaling(provider, settings),
                        OUTPUTS)
                .withNamesIn("cluster");
    }

    /// The inputs of a pool of so many nodes, wherever they are.
    ///
    /// @param settings those that its nodes share
    static ObjectSchema inputs(List<Property> settings) {
        List<Property> properties = new ArrayList<>();
        properties.add(NodeType.CLUSTER);
        properties.add(replicas("How many nodes: 0 to " + MOST + "; 1 when it is not given."));
        properties.addAll(PoolRollout.PROPERTIES);
        properties.addAll(settings);
        return new ObjectSchema(properties);
    }

    private static Property replicas(String description) {
        return Property.of(REPLICAS, PropertyType.INTEGER, description);
    }

    private static ObjectSchema withAutoscaling(String provider, List<Property> settings) {
        List<Property> properties = new ArrayList<>();
        properties.add(NodeType.CLUSTER);
        properties.add(
                replicas(
                        "How many nodes: 0 to "
                                + MOST
                                + "; 1 when neither it nor `autoscaling` is given."));
        properties.add(
                Property.of(
                        AUTOSCALING,
                        AutoscalingPolicyType.AUTOSCALING.ref(),
                        "In place of `replicas`: how the nodes follow the pods. They are made by the cluster's control plane, by what its `privateNodes.autoNodes` says of the provider `%s`; of the pool's settings they have `labels` and `taints`."
                                .formatted(provider)));
        properties.addAll(PoolRollout.PROPERTIES);
        for (Property setting : settings) {
            properties.add(setting.name().equals(MACHINE) ? optional(setting) : setting);
        }
        return new ObjectSchema(properties);
    }

    /// The control plane has its own where nodes follow the pods.
    private static Property optional(Property machine) {
        return Property.of(
                MACHINE,
                machine.type(),
                machine.description() + " Needed unless there is `autoscaling`.");
    }

    @Override
    public ObjectValue build(ComponentContext context, ObjectValue inputs) {
        return build(context, inputs, ChildOptions.NONE);
    }

    /// @param options where the pool has what its nodes are given, if it is not one of this kind
    ///   only
    ObjectValue build(ComponentContext context, ObjectValue inputs, ChildOptions options) {
        List<ChildSpec> nodes =
                inputs.has(AUTOSCALING) ? List.of() : nodes(context, inputs, options);
        if (inputs.has(AUTOSCALING)) {
            policy(context, inputs);
        }
        List<Value> names = context.children(nodes).stream().map(NodePool::nameNow).toList();
        return ObjectValue.builder().put("nodeNames", Value.list(names)).build();
    }

    /// A node that an earlier version made tells its name alone.
    private static Value nameNow(Child node) {
        return node.output(node.outputs().has(NodeType.NODE_NAME) ? NodeType.NODE_NAME : "name");
    }

    private List<ChildSpec> nodes(
            ComponentContext context, ObjectValue inputs, ChildOptions options) {
        int replicas = replicas(context, inputs);
        String prefix = context.name().name();
        var rollout = PoolRollout.of(node, inputs);
        refuse(context, rollout.failures());
        ObjectValue settings =
                PoolRollout.without(inputs.without(REPLICAS))
                        .with(Rollout.PROPERTY, rollout.of(prefix, replicas));
        String type = node.token().toString();
        return IntStream.range(0, replicas)
                .mapToObj(i -> new ChildSpec(type, prefix + "-" + i, settings, options))
                .toList();
    }

    private void policy(ComponentContext context, ObjectValue inputs) {
        List<PropertyFailure> failures = new ArrayList<>();
        for (String name : inputs.fields().keySet()) {
            if (!OF_A_POLICY.contains(name) && !isUsual(name, inputs)) {
                failures.add(new PropertyFailure(name, whyNotOfAPolicy(name)));
            }
        }
        refuse(context, failures);
        ObjectValue rules = inputs.object(AUTOSCALING).orElse(ObjectValue.EMPTY);
        context.child(
                AutoscalingPolicyType.TYPE.token().toString(),
                context.name().name(),
                rules.with("cluster", inputs.field("cluster"))
                        .with("machineProvider", node.token().module())
                        .with("labels", inputs.field("labels"))
                        .with("taints", inputs.field("taints")));
    }

    private static String whyNotOfAPolicy(String name) {
        return switch (name) {
            case REPLICAS -> "is given beside autoscaling; give one of them";
            case DrainRules.PROPERTY ->
                    "has no effect with autoscaling, where nodes wait for their pods by"
                            + " autoscaling.terminationGracePeriod; take it away, and say it there";
            default ->
                    "has no effect with autoscaling, where the control plane makes the machines by"
                            + " privateNodes.autoNodes of the cluster's config; take it away, and"
                            + " say it there where it can be said";
        };
    }

    /// Whether it is as when it is not given.
    private boolean isUsual(String name, ObjectValue inputs) {
        return node.inputs()
                .property(name)
                .filter(property -> property.fallback().sameAs(inputs.field(name).bare()))
                .isPresent();
    }

    private static int replicas(ComponentContext context, ObjectValue inputs) {
        List<PropertyFailure> failures = new ArrayList<>();
        if (!inputs.isKnown(REPLICAS)) {
            failures.add(
                    new PropertyFailure(
                            REPLICAS,
                            "must be known before anything is made, to plan the nodes; take it from"
                                    + " the configuration and not from another resource"));
        }
        int replicas = inputs.integer(REPLICAS).orElse(1);
        if (replicas < 0 || replicas > MOST) {
            failures.add(
                    new PropertyFailure(
                            REPLICAS, "is " + replicas + "; give a number from 0 to " + MOST));
        }
        refuse(context, failures);
        return replicas;
    }

    private static void refuse(ComponentContext context, List<PropertyFailure> failures) {
        if (!failures.isEmpty()) {
            throw new InvalidInputs("node pool \"" + context.name().name() + "\":", failures);
        }
    }
}
