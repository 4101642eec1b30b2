package io.mooring.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.AwsNodeType;
import io.mooring.provider.resources.NodeType;
import java.util.List;
import org.junit.jupiter.api.Test;

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
                        .with("poweredOn", Value.of(false));

        assertThatThrownBy(() -> build(inputs))
                .isInstanceOf(InvalidInputs.class)
                .hasMessage(
                        "node pool \"nodes\":\n"
                            + "  replicas: is given beside autoscaling; give one of them\n"
                            + "  poweredOn: has no effect with autoscaling, where the control plane"
                            + " makes the machines by privateNodes.autoNodes of the cluster's"
                            + " config; take it away, and say it there where it can be said");
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
