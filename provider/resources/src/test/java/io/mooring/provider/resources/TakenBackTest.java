package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeClients;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Notice;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceType;
import io.mooring.provider.core.Value;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of a node whose machine its provider took back. Its cluster cannot be asked.
final class TakenBackTest {

    static final ObjectValue NODE =
            Given.value(
                    """
                    name: web-0
                    poweredOn: true
                    skipAwait: false
                    cluster:
                      name: shop
                      endpoint: https://127.0.0.1:1
                      caCertHash: 'sha256:00'
                      kubeconfig: |
                        {apiVersion: v1, kind: Config, current-context: c,
                         contexts: [{name: c, context: {cluster: c, user: u}}],
                         clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}],
                         users: [{name: u, user: {}}]}
                    """);

    private final List<String> said = new ArrayList<>();
    private final Clusters clusters = new Clusters(new KubeClients(Duration.ofSeconds(5)));

    @Test
    void isKeptWithTheReasonAndIsToBePoweredOn() {
        var handler =
                new NodeHandler(
                        kind(new Emptied(List.of(Drift.takenBack("it said so")))), clusters);
        var old = new Existing("shop/web-0", NODE, NODE);

        var found = (ReadOutcome.Found) handler.read(old, context());

        assertThat(found.outputs().texts("drift"))
                .containsExactly(
                        "state: taken back by its provider (it said so) instead of running");
        assertThat(found.outputs().flag("ready")).isFalse();
        assertThat(found.inputs().flag("poweredOn")).isFalse();
    }

    @Test
    void isNoDifferenceOfAMachineThatIsNotToRun() {
        var drifts = List.of(Drift.takenBack("it said so"), new Drift("image", "new", "old"));
        var work = new NodeWork(clusters, machines(new Emptied(drifts)));
        ObjectValue off = NODE.with("poweredOn", Value.of(false));

        assertThat(work.drift(NodePlan.of(NODE))).hasSize(2);
        assertThat(work.drift(NodePlan.of(off))).containsExactly("image: old instead of new");
    }

    @Test
    void isGoneWhereItsProviderSaysNothing() {
        var handler = new NodeHandler(kind(new Emptied(List.of())), clusters);

        assertThat(handler.read(new Existing("shop/web-0", NODE, NODE), context()))
                .isInstanceOf(ReadOutcome.Gone.class);
    }

    @Test
    void isMadeAnewWhereThereIsNoRoomForItAnyMore() {
        var work = new NodeWork(clusters, machines(new Emptied(List.of())));

        assertThat(work.powerOn(NodePlan.of(NODE), context())).isEmpty();
        assertThat(said)
                .containsExactly(
                        "powering machine web-0 on",
                        "machine web-0 cannot be powered on (sold out); making another");
    }

    private OperationContext context() {
        return new OperationContext(
                Given.named("mooring:gcp:Node", "web"),
                Optional.empty(),
                new Cancellation(),
                said::add,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    private static NodeMachines machines(NodeProvider provider) {
        return new NodeMachines(provider, new Joining(provider), "machine", 1);
    }

    private static NodeKind kind(NodeProvider provider) {
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
                return TakenBackTest.machines(provider);
            }
        };
    }

    /// A cloud that has no machine, and no room for one.
    private record Emptied(List<Drift> drifts) implements NodeProvider {

        @Override
        public String name() {
            return "emptied";
        }

        @Override
        public CreateOutcome create(MachineRequest request) {
            return new CreateOutcome.NoCapacity("sold out");
        }

        @Override
        public Lookup get(MachineId id) {
            return new Lookup.NotFound();
        }

        @Override
        public List<Machine> list(String cluster) {
            return List.of();
        }

        @Override
        public DeleteOutcome delete(MachineId id) {
            return new DeleteOutcome.NothingThere();
        }

        @Override
        public void powerOn(MachineId id) {
            throw new Refused("starting machine " + id, new Refusal.NoCapacity("sold out"));
        }

        @Override
        public void powerOff(MachineId id, Duration patience) {}

        @Override
        public String consoleTail(MachineId id, int lines) {
            return "";
        }

        @Override
        public List<MachineType> machineTypes() {
            return List.of();
        }

        @Override
        public List<Drift> drift(MachineId id) {
            return drifts;
        }

        @Override
        public List<Notice> notices(String cluster) {
            return List.of();
        }

        @Override
        public List<Holding> holdings(String cluster) {
            return List.of();
        }

        @Override
        public boolean release(Holding holding) {
            return false;
        }
    }
}
