package io.mooring.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.AwsNodeType;
import io.mooring.provider.resources.BareMetalNodeType;
import io.mooring.provider.resources.NodeType;
import io.mooring.provider.resources.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodePoolTest {

    private static final ObjectValue CLUSTER = ObjectValue.builder().put("name", "shop").build();

    private final Declarations declared = new Declarations("nodes");

    @Test
    void aPoolHasANodeForEachReplica() {
        build(pool().with("replicas", Value.of(3)));

        assertThat(declared.names())
                .containsExactly(
                        "mooring:local:Node nodes-0",
                        "mooring:local:Node nodes-1",
                        "mooring:local:Node nodes-2");
    }

    @Test
    void aPoolOfACloudHasNodesOfThatCloudWithItsSettings() {
        ObjectValue machine = ObjectValue.builder().put("region", "eu-central-1").build();
        ObjectValue inputs = pool().with("replicas", Value.of(1)).with("machine", machine);

        new NodePool(AwsNodeType.TYPE).build(declared, inputs);

        assertThat(declared.names()).containsExactly("mooring:aws:Node nodes-0");
        assertThat(declared.inputs("nodes-0").field("machine")).isEqualTo(machine);
    }

    @Test
    void oneReplicaMoreAddsOneNodeAtTheEnd() {
        build(pool().with("replicas", Value.of(1)));
        List<String> before = declared.names();

        build(pool().with("replicas", Value.of(2)));

        assertThat(before).containsExactly("mooring:local:Node nodes-0");
        assertThat(declared.names())
                .containsExactly("mooring:local:Node nodes-0", "mooring:local:Node nodes-1");
    }

    @Test
    void nodesGetTheSettingsOfThePool() {
        Value labels = ObjectValue.builder().put("tier", "web").build();

        build(pool().with("replicas", Value.of(1)).with("labels", labels));

        ObjectValue node = declared.inputs("nodes-0");
        assertThat(node.field("labels")).isEqualTo(labels);
        assertThat(node.field("cluster")).isEqualTo(CLUSTER);
        assertThat(node.has("replicas")).isFalse();
    }

    @Test
    void thePoolTellsTheNamesOfItsNodes() {
        ObjectValue outputs = build(pool().with("replicas", Value.of(2)));

        assertThat(outputs.texts("nodeNames")).containsExactly("nodes-0-made", "nodes-1-made");
    }

    @Test
    void aPoolOfNoneIsAPool() {
        build(pool().with("replicas", Value.of(0)));

        assertThat(declared.names()).isEmpty();
    }

    @Test
    void aPoolThatFollowsThePodsIsAPolicyOfItsProvider() {
        ObjectValue rules = ObjectValue.builder().put("mode", "Plan").build();
        ObjectValue labels = ObjectValue.builder().put("tier", "web").build();

        ObjectValue outputs =
                new NodePool(AwsNodeType.TYPE)
                        .build(
                                declared,
                                pool().with("autoscaling", rules)
                                        .with("labels", labels)
                                        .with("poweredOn", Value.of(true)));

        assertThat(declared.names()).containsExactly("mooring:index:AutoscalingPolicy nodes");
        assertThat(declared.inputs("nodes"))
                .isEqualTo(
                        ObjectValue.builder()
                                .put("mode", "Plan")
                                .put("cluster", CLUSTER)
                                .put("machineProvider", "aws")
                                .put("labels", labels)
                                .build());
        assertThat(outputs.texts("nodeNames")).isEmpty();
    }

    @Test
    void whatTheControlPlaneWouldNotHeedIsRefused() {
        ObjectValue inputs =
                pool().with("autoscaling", ObjectValue.EMPTY)
                        .with("replicas", Value.of(2))
                        .with("poweredOn", Value.of(false))
                        .with("drain", ObjectValue.EMPTY.with("timeout", Value.of("10m")));

        assertThatThrownBy(() -> build(inputs))
                .isInstanceOf(InvalidInputs.class)
                .hasMessage(
                        "node pool \"nodes\":\n"
                                + "  replicas: is given beside autoscaling; give one of them\n"
                                + "  poweredOn: has no effect with autoscaling, where the control plane"
                                + " makes the machines by privateNodes.autoNodes of the cluster's"
                                + " config; take it away, and say it there where it can be said\n"
                                + "  drain: has no effect with autoscaling, where nodes wait for their"
                                + " pods by autoscaling.terminationGracePeriod; take it away, and say"
                                + " it there");
    }

    @ParameterizedTest(name = "{0}: {1}, {2} -> {3}, {4}")
    @CsvSource({
        "aws,       , , 1, 0",
        "aws,      3, , 3, 0",
        "aws,      0, , 0, 1",
        "aws,       ,2, 1, 2",
        "baremetal, , , 0, 1",
        "baremetal,1, , 1, 0",
        "baremetal, ,2, 0, 2"
    })
    void nodesAreReplacedOneByOneUnlessThePoolSaysOtherwise(
            String place,
            @Nullable Integer maxSurge,
            @Nullable Integer maxUnavailable,
            int surge,
            int unavailable) {
        ResourceType node = place.equals("aws") ? AwsNodeType.TYPE : BareMetalNodeType.TYPE;

        new NodePool(node).build(declared, rolling(maxSurge, maxUnavailable));

        assertThat(declared.inputs("nodes-0").field("rollout"))
                .isEqualTo(Rollout.value("nodes", 1, Value.of(surge), Value.of(unavailable)));
        assertThat(declared.inputs("nodes-0").has("maxSurge")).isFalse();
    }

    @Test
    void aPoolOfWhichNoNodeCouldBeReplacedIsRefused() {
        assertThatThrownBy(() -> build(rolling(0, 0)))
                .isInstanceOf(InvalidInputs.class)
                .hasMessage(
                        "node pool \"nodes\":\n"
                                + "  maxUnavailable: is 0, and maxSurge as well, so no node could ever"
                                + " be replaced; make one of them at least 1");
        assertThatThrownBy(() -> build(rolling(-1, null)))
                .hasMessageContaining("maxSurge: is -1; give a number from 0 to 100");
    }

    private static ObjectValue rolling(
            @Nullable Integer maxSurge, @Nullable Integer maxUnavailable) {
        ObjectValue inputs = pool();
        inputs = maxSurge == null ? inputs : inputs.with("maxSurge", Value.of(maxSurge));
        return maxUnavailable == null
                ? inputs
                : inputs.with("maxUnavailable", Value.of(maxUnavailable));
    }

    @Test
    void replicasMustBeKnownForAPlan() {
        assertThatThrownBy(() -> build(pool().with("replicas", Value.UNKNOWN)))
                .isInstanceOf(InvalidInputs.class)
                .hasMessageContaining("replicas: must be known before anything is made");
    }

    private static ObjectValue pool() {
        return ObjectValue.builder().put("cluster", CLUSTER).build();
    }

    private ObjectValue build(ObjectValue inputs) {
        declared.clear();
        return new NodePool(NodeType.TYPE).build(declared, inputs);
    }
}
