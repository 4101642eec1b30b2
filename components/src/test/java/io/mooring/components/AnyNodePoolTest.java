package io.mooring.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Difference.Change;
import io.mooring.provider.core.Difference.Kind;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.core.composite.Composite;
import io.mooring.provider.resources.Rollout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnyNodePoolTest {

    private static final ObjectValue CLUSTER =
            ObjectValue.builder()
                    .put("name", "shop")
                    .put("endpoint", "https://10.76.0.2:8443")
                    .put("caCertHash", "sha256:" + "0".repeat(64))
                    .put("kubeconfig", Value.secret("text"))
                    .build();
    private static final ObjectValue MACHINE =
            ObjectValue.builder().put("region", "eu-central-1").build();

    private static final LogicalName NAME =
            new LogicalName("dev", "shop", AnyNodePool.TYPE.token(), "nodes");

    private final Declarations declared = new Declarations("nodes");

    @Test
    void theNodesAreThoseOfThePoolOfThatPlace() {
        ObjectValue inputs = pool().with("replicas", Value.of(2)).with("aws", MACHINE);

        ObjectValue outputs = new AnyNodePool().build(declared, inputs);

        assertThat(declared.names())
                .containsExactly("mooring:aws:Node nodes-0", "mooring:aws:Node nodes-1");
        assertThat(declared.inputs("nodes-1"))
                .isEqualTo(pool().with("machine", MACHINE).with("rollout", rollout(2)));
        assertThat(outputs.texts("nodeNames")).containsExactly("nodes-0-made", "nodes-1-made");
    }

    @Test
    void nodesOnThisMachineHaveTheirSettingsAtTheTop() {
        ObjectValue images = ObjectValue.EMPTY.with("images", Value.texts(List.of("/a.tar")));

        new AnyNodePool().build(declared, pool().with("local", images));

        assertThat(declared.inputs("nodes-0"))
                .isEqualTo(pool().with(images).with("rollout", rollout(1)));
    }

    @Test
    void oneIsTakenThatIsNotKnownYetAndNoOneElseIs() {
        new AnyNodePool().build(declared, pool().with("local", Value.UNKNOWN));

        assertThat(declared.inputs("nodes-0").field("images")).isEqualTo(Value.UNKNOWN);
    }

    @Test
    void thePlaceMustBeGivenOnceAndKnown() {
        assertThatThrownBy(() -> new AnyNodePool().build(declared, pool()))
                .isInstanceOf(InvalidInputs.class)
                .hasMessage(
                        "node pool \"nodes\":\n  nothing says where the nodes are to be; give one of aws, azure, gcp, baremetal, local");
        ObjectValue two = pool().with("aws", MACHINE).with("gcp", MACHINE);
        assertThatThrownBy(() -> new AnyNodePool().build(declared, two))
                .hasMessage(
                        "node pool \"nodes\":\n  gcp: is given beside aws; the nodes of a pool are in one place, so give one of them, and another pool the other");
        ObjectValue perhaps = pool().with("aws", MACHINE).with("gcp", Value.UNKNOWN);
        assertThatThrownBy(() -> new AnyNodePool().build(declared, perhaps))
                .hasMessageStartingWith(
                        "node pool \"nodes\":\n  gcp: must be known before anything is made");
    }

    @Test
    void asOneResourceItTellsOfItsNodesInItsOwnWords() {
        Lifecycle life = life();
        ObjectValue wrong = local(List.of("demo.tar"));
        var context = new CheckContext(NAME, ObjectValue.EMPTY, ObjectValue.EMPTY);

        assertThat(life.check(wrong, context).failures())
                .extracting(PropertyFailure::path)
                .containsExactly("local.images[0]");
        assertThat(
                        life.diff(made(life, local(List.of("/a.tar"))), local(List.of("/b.tar")))
                                .changes())
                .containsExactly(new Change("local.images[0]", Kind.UPDATE, false));
    }

    @Test
    void anotherPlaceIsAChangeInPlaceThatMakesItsNodesFirst() {
        Lifecycle life = life();
        ObjectValue here = local(List.of("/a.tar"));
        ObjectValue there = ObjectValue.EMPTY.with("region", Value.UNKNOWN);

        var difference = life.diff(made(life, here), here.without("local").with("aws", there));

        assertThat(difference.changes())
                .containsExactlyInAnyOrder(
                        new Change("aws", Kind.ADD, false),
                        new Change("local", Kind.DELETE, false),
                        new Change("parts", Kind.UPDATE, false));
    }

    private static ObjectValue rollout(int replicas) {
        return Rollout.value("nodes", replicas, Value.of(1), Value.of(0));
    }

    private static Lifecycle life() {
        var registry = MooringRegistry.create(Map.of());
        return new Lifecycle(
                Composite.of(registry, registry.component(AnyNodePool.TYPE.token()).orElseThrow()));
    }

    private static ObjectValue local(List<String> images) {
        return pool().with("name", Value.of("nodes"))
                .with("replicas", Value.of(1))
                .with("local", ObjectValue.EMPTY.with("images", Value.texts(images)));
    }

    private static ObjectValue pool() {
        return ObjectValue.builder().put("cluster", CLUSTER).build();
    }

    /// As the state has it whose one node was made.
    private static Existing made(Lifecycle life, ObjectValue inputs) {
        var node =
                ObjectValue.builder()
                        .putAll(inputs.without("local").without("name").without("replicas"))
                        .putAll(inputs.requireObject("local"))
                        .put("name", "nodes-0-1234567")
                        .put("ready", true)
                        .build();
        var part =
                ObjectValue.builder()
                        .put("type", "mooring:local:Node")
                        .put("name", "nodes-0")
                        .put("group", 0)
                        .put("id", "shop/nodes-0-1234567")
                        .put("outputs", node.plain())
                        .build();
        var parts =
                ObjectValue.builder()
                        .put("stack", "dev")
                        .put("project", "shop")
                        .put("name", "nodes")
                        .put("list", Value.list(List.of(part)))
                        .build();
        return new Existing("nodes", inputs, inputs.with("parts", parts));
    }
}
