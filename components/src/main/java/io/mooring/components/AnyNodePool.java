package io.mooring.components;

import io.mooring.provider.core.ChildOptions;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectType;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A pool of nodes in whichever place its settings name. It is the [NodePool] of that place: the
/// same nodes under the same names, with the same settings at another path.
final class AnyNodePool implements ComponentHandler {

    private static final ObjectType LOCAL_MACHINE =
            ObjectType.of(
                    "mooring:local:Machine",
                    "What machines on this machine are like.",
                    NodeType.IMAGES);

    private static final List<Place> PLACES =
            List.of(
                    Place.of("aws", AwsNodeType.TYPE, "EC2"),
                    Place.of("azure", AzureNodeType.TYPE, "Azure"),
                    Place.of("gcp", GcpNodeType.TYPE, "Google Cloud"),
                    Place.of("baremetal", BareMetalNodeType.TYPE, "machines of an inventory"),
                    new Place("local", NodeType.TYPE, LOCAL_MACHINE.ref(), "this machine"));

    private static final String ALL =
            PLACES.stream().map(Place::name).collect(Collectors.joining(", "));

    static final ComponentType TYPE =
            ComponentType.of(
                            "mooring:anywhere:NodePool",
                            "A fixed number of private nodes that share their settings, in the one place that is given of `aws`, `azure`, `gcp`, `baremetal` and `local`. It is the same as the pool of that place, for programs that choose the place by a setting. A change of `replicas` adds or removes nodes at the end and leaves the others alone; one that needs other machines replaces the nodes a few at a time, by `maxSurge` and `maxUnavailable`; another place makes the nodes there first and then removes those in the old one.",
                            NodePool.inputs(settings()),
                            NodePool.OUTPUTS)
                    .withNamesIn("cluster");

    /// Where nodes may be.
    ///
    /// @param name the input that holds the settings of its machines
    /// @param settings the type of that input
    private record Place(String name, ResourceType node, PropertyType settings, String words) {
        private static final String MACHINE = "machine";

        /// A place whose nodes have all its settings in one input.
        static Place of(String name, ResourceType node, String words) {
            return new Place(
                    name, node, node.inputs().property(MACHINE).orElseThrow().type(), words);
        }

        Property property() {
            return Property.of(
                    name,
                    settings,
                    "Has the nodes on " + words + ": what their machines are like.");
        }

        /// What a node there is given, by its own inputs.
        ObjectValue given(ObjectValue inputs) {
            if (node.inputs().property(MACHINE).isPresent()) {
                return ObjectValue.EMPTY.with(MACHINE, inputs.field(name));
            }
            return inputs.field(name).bare() instanceof ObjectValue known
                    ? known
                    : LOCAL_MACHINE.schema().unknown();
        }

        /// Where the pool has a node's inputs.
        ChildOptions paths() {
            Map<String, String> paths = new HashMap<>();
            if (node.inputs().property(MACHINE).isPresent()) {
                paths.put(MACHINE, name);
            } else {
                LOCAL_MACHINE.schema().names().forEach(it -> paths.put(it, name + "." + it));
            }
            return ChildOptions.from(paths);
        }
    }

    private static List<Property> settings() {
        var shared =
                NodeType.SETTINGS.stream()
                        .filter(it -> LOCAL_MACHINE.schema().property(it.name()).isEmpty());
        return Stream.concat(PLACES.stream().map(Place::property), shared).toList();
    }

    @Override
    public ObjectValue build(ComponentContext context, ObjectValue inputs) {
        Place place = place(context, inputs);
        ObjectValue settings = inputs;
        for (Place other : PLACES) {
            settings = settings.without(other.name());
        }
        return new NodePool(place.node())
                .build(context, settings.with(place.given(inputs)), place.paths());
    }

    /// The one that is given. One that is not known yet may still turn out not to be given.
    private static Place place(ComponentContext context, ObjectValue inputs) {
        List<Place> given = PLACES.stream().filter(it -> inputs.has(it.name())).toList();
        List<Place> certain =
                given.stream()
                        .filter(it -> !(inputs.field(it.name()).bare() instanceof Value.Unknown))
                        .toList();
        if (given.size() == 1) {
            return given.getFirst();
        }
        List<PropertyFailure> failures = new ArrayList<>();
        if (given.isEmpty()) {
            failures.add(
                    new PropertyFailure(
                            "", "nothing says where the nodes are to be; give one of " + ALL));
        }
        certain.stream()
                .skip(1)
                .map(it ->
                        new PropertyFailure(
                                it.name(),
                                "is given beside %s; the nodes of a pool are in one place, so give one of them, and another pool the other"
                                        .formatted(certain.getFirst().name())))
                .forEach(failures::add);
        if (failures.isEmpty()) {
            given.stream()
                    .filter(it -> !certain.contains(it))
                    .map(it ->
                            new PropertyFailure(
                                    it.name(),
                                    "must be known before anything is made, to tell where the nodes are; take it from the configuration and not from another resource"))
                    .forEach(failures::add);
        }
        throw new InvalidInputs("node pool \"" + context.name().name() + "\":", failures);
    }
}
