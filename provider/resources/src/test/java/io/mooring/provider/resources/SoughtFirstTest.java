package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Nodes of an inventory whose machines are off: who makes one switches them on, who looks does
/// not. The cluster cannot be asked.
final class SoughtFirstTest {

    private static final String OFF = "rack1-a is switched off, and not by us";

    private final List<String> said = new ArrayList<>();
    private final MemoryNodes inventory = new MemoryNodes("inventory", List.of());
    private final NodeHandler handler =
            new NodeHandler(kind(), new Clusters(new KubeClients(Duration.ofSeconds(5))));

    @Test
    void aNodeIsMadeWhereNobodyCanTellWhatIsThereBeforeMachinesAreOn() {
        inventory.dark = Optional.of(OFF);
        assertThatThrownBy(this::read).hasMessageContaining(OFF);
        assertThat(inventory.dark).contains(OFF);

        // its token is the first thing that takes the cluster
        assertThatThrownBy(() -> handler.create(TakenBackTest.NODE, context()))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageNotContaining(OFF)
                .hasMessageContaining("127.0.0.1:1");

        assertThat(inventory.dark).isEmpty();
        assertThat(read()).isInstanceOf(ReadOutcome.Gone.class);
    }

    private ReadOutcome read() {
        ObjectValue node = TakenBackTest.NODE;
        return handler.read(new Existing("shop/web-0", node, node), context());
    }

    private OperationContext context() {
        return new OperationContext(
                Given.named("mooring:baremetal:Node", "web"),
                Optional.empty(),
                new Cancellation(),
                said::add,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    private NodeKind kind() {
        return new NodeKind() {
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
                return new NodeMachines(inventory, new Joining(inventory), "machine", 1);
            }
        };
    }
}
