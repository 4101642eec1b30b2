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
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of a node whose machine its provider took back. Its cluster cannot be asked.
final class TakenBackTest {

    private final List<String> said = new ArrayList<>();
    private final Clusters clusters = new Clusters(new KubeClients(Duration.ofSeconds(5)));

    @Test
    void isKeptWithTheReasonAndIsToBePoweredOn() {
        var taken = new Emptied(List.of(Drift.takenBack("it said so")));
        var handler = new NodeHandler(new GivenNodes(taken), clusters);
        var old = new Existing("shop/web-0", GivenNodes.NODE, GivenNodes.NODE);

        var found = (ReadOutcome.Found) handler.read(old, GivenNodes.context(said));

        assertThat(found.outputs().texts("drift"))
                .containsExactly(
                        "state: taken back by its provider (it said so) instead of running");
        assertThat(found.outputs().flag("ready")).isFalse();
        assertThat(found.inputs().flag("poweredOn")).isFalse();
    }

    @Test
    void isNoDifferenceOfAMachineThatIsNotToRun() {
        var drifts = List.of(Drift.takenBack("it said so"), new Drift("image", "new", "old"));
        var work = new NodeWork(clusters, new GivenNodes(new Emptied(drifts)).machines());
        ObjectValue off = GivenNodes.NODE.with("poweredOn", Value.of(false));

        assertThat(work.drift(NodePlan.of(GivenNodes.NODE))).hasSize(2);
        assertThat(work.drift(NodePlan.of(off))).containsExactly("image: old instead of new");
    }

    @Test
    void isGoneWhereItsProviderSaysNothing() {
        var handler = new NodeHandler(new GivenNodes(new Emptied(List.of())), clusters);
        var old = new Existing("shop/web-0", GivenNodes.NODE, GivenNodes.NODE);

        assertThat(handler.read(old, GivenNodes.context(said)))
                .isInstanceOf(ReadOutcome.Gone.class);
    }

    @Test
    void isMadeAnewWhereThereIsNoRoomForItAnyMore() {
        var work = new NodeWork(clusters, new GivenNodes(new Emptied(List.of())).machines());
        var plan = NodePlan.of(GivenNodes.NODE);

        assertThat(work.powerOn(plan, GivenNodes.context(said))).isEmpty();
        assertThat(said)
                .containsExactly(
                        "powering machine web-0 on",
                        "machine web-0 cannot be powered on (sold out); making another");
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
        public List<Notice> notices(String cluster, Set<String> machines) {
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
