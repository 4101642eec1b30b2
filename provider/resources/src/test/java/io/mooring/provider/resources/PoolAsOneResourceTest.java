package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.SecretText;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ChildOptions;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.ComponentHandler;
import io.mooring.provider.core.ComponentType;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Value;
import io.mooring.provider.core.composite.Composite;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The nodes of a pool that is one resource, as in Terraform, none of them to spare.
final class PoolAsOneResourceTest {

    private static final ComponentType POOL =
            ComponentType.of(
                            "mooring:gcp:SomePool",
                            "Nodes.",
                            ObjectSchema.of(
                                    NodeType.CLUSTER,
                                    Property.of("replicas", PropertyType.INTEGER, "How many."),
                                    Property.of("preJoinCommands", PropertyType.STRINGS, "Some.")),
                            ObjectSchema.of(
                                    Property.of("nodeNames", PropertyType.STRINGS, "Names.")))
                    .withNamesIn("cluster");

    private static final Value MACHINE =
            Given.value("{project: p, region: r, machineTypes: [small], image: {family: ubuntu}}");

    private final MemoryNodes cloud = GivenNodes.memory();
    private final FakeNodes api = new FakeNodes(cloud);
    private final Lifecycle life = life(PoolAsOneResourceTest::rolling);
    private Consumer<String> said = _ -> {};

    PoolAsOneResourceTest() throws IOException {}

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void nodesThatWaitForTheLastOfManyDoNotKeepItFromItsTurn() {
        Existing made = made(life, inputs(12, "first"));
        String last =
                machineNames().stream()
                        .filter(it -> it.startsWith("web-11-"))
                        .findFirst()
                        .orElseThrow();
        api.sick.add(last);
        said =
                it -> {
                    if (it.equals("starting machine " + last)) {
                        api.sick.clear();
                    }
                };

        Existing rolled = updated(made, inputs(12, "second"));
        assertThat(cloud.list("shop")).hasSize(12);
        assertThat(userData()).allMatch(it -> it.contains("second"));

        var _ = updated(rolled, inputs(13, "third"));
        assertThat(cloud.list("shop")).hasSize(13);
        assertThat(userData()).allMatch(it -> it.contains("third"));
    }

    @Test
    void theFirstRollOfAPoolOfAnEarlierVersionIsTakenUpWhereItWasKilled() {
        Existing made = made(life(PoolAsOneResourceTest::ofAnEarlierVersion), inputs(2, "first"));
        String killed = machineNames().getFirst();
        var beside = new MachineId("shop", killed + "-b");
        cloud.create(new MachineRequest(beside, new SecretText("second"), List.of()));
        cloud.delete(new MachineId("shop", killed));

        var found = (ReadOutcome.Found) life.read(made, context());
        assertThat(found.outputs().texts("nodeNames")).hasSize(2).contains(killed + "-b");
        life.delete(made, context());

        assertThat(machineNames()).isEmpty();
    }

    private static ObjectValue rolling(ComponentContext context, ObjectValue inputs) {
        ObjectValue rollout =
                Rollout.value("web", inputs.requireInteger("replicas"), Value.of(0), Value.of(1));
        return build(context, inputs, node(inputs).with(Rollout.PROPERTY, rollout));
    }

    private static ObjectValue ofAnEarlierVersion(ComponentContext context, ObjectValue inputs) {
        return build(context, inputs, node(inputs));
    }

    private static ObjectValue node(ObjectValue inputs) {
        return inputs.without("replicas").with("machine", MACHINE);
    }

    private static ObjectValue build(
            ComponentContext context, ObjectValue inputs, ObjectValue node) {
        List<ChildSpec> nodes =
                IntStream.range(0, inputs.requireInteger("replicas"))
                        .mapToObj(i ->
                                new ChildSpec(
                                        GcpNodeType.TYPE.token().toString(),
                                        context.name().name() + "-" + i,
                                        node,
                                        ChildOptions.NONE))
                        .toList();
        List<Value> names =
                context.children(nodes).stream().map(it -> it.output(NodeType.NODE_NAME)).toList();
        return ObjectValue.builder().put("nodeNames", Value.list(names)).build();
    }

    private Lifecycle life(ComponentHandler pool) {
        var nodes =
                new NodeHandler(
                        new GivenNodes(cloud),
                        new Clusters(new KubeClients(Duration.ofSeconds(5))));
        Registry registry =
                Registry.builder(
                                new Registry.PackageInfo(
                                        "mooring", "0.0.0", "Mooring", "", ObjectSchema.EMPTY))
                        .resource(GcpNodeType.TYPE, () -> nodes)
                        .component(POOL, () -> pool)
                        .build();
        return new Lifecycle(
                Composite.of(registry, registry.component(POOL.token()).orElseThrow()));
    }

    private ObjectValue inputs(int replicas, String command) {
        return ObjectValue.builder()
                .put("name", "web")
                .put("cluster", api.connection())
                .put("replicas", replicas)
                .put("preJoinCommands", Value.texts(List.of("echo " + command)))
                .build();
    }

    private Existing made(Lifecycle pool, ObjectValue inputs) {
        var created = pool.create(inputs, context());
        return new Existing(created.id(), inputs, inputs.with(created.outputs()));
    }

    private Existing updated(Existing old, ObjectValue inputs) {
        return new Existing(old.id(), inputs, inputs.with(life.update(old, inputs, context())));
    }

    private OperationContext context() {
        return new OperationContext(
                new LogicalName("state", "terraform", POOL.token(), "web"),
                Optional.empty(),
                new Cancellation(),
                it -> said.accept(it),
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    private List<String> machineNames() {
        return cloud.list("shop").stream().map(it -> it.id().name()).toList();
    }

    private List<String> userData() {
        return machineNames().stream()
                .map(it -> cloud.requests().get(it).getLast().userData().value())
                .toList();
    }
}
