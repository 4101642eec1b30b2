package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.testkit.MemoryNodes;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
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
            new NodeHandler(
                    new GivenNodes(inventory),
                    new Clusters(new KubeClients(Duration.ofSeconds(5))));

    @Test
    void aNodeIsMadeWhereNobodyCanTellWhatIsThereBeforeMachinesAreOn() {
        inventory.dark = Optional.of(OFF);
        assertThatThrownBy(this::read).hasMessageContaining(OFF);
        assertThat(inventory.dark).contains(OFF);

        // its token is the first thing that takes the cluster
        assertThatThrownBy(() -> handler.create(GivenNodes.NODE, GivenNodes.context(said)))
                .isInstanceOf(ResourceFailure.class)
                .hasMessageNotContaining(OFF)
                .hasMessageContaining("127.0.0.1:1");

        assertThat(inventory.dark).isEmpty();
        assertThat(read()).isInstanceOf(ReadOutcome.Gone.class);
    }

    private ReadOutcome read() {
        ObjectValue node = GivenNodes.NODE;
        return handler.read(new Existing("shop/web-0", node, node), GivenNodes.context(said));
    }
}
