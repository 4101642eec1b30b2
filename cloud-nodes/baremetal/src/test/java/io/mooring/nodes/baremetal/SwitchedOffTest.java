package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import io.mooring.nodes.baremetal.testkit.RedfishServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A real machine whose power a board has: what the board is told becomes of the machine.
final class SwitchedOffTest {

    private static final String NODE = "#cloud-config\nruncmd: [[touch, /var/tmp/joined]]\n";

    private final BareMachines machines = Metal.machines();
    private final RedfishServer board = new RedfishServer();

    SwitchedOffTest() {
        board.rules().onBoot(_ -> machines.powerOn(0));
        board.rules().onEnd(() -> machines.powerOff(0));
    }

    @AfterEach
    void giveBack() {
        if (board.rules().power().equals("Off")) {
            machines.powerOn(0);
        }
        board.close();
        Metal.release();
        machines.on(0, "rm -f /var/tmp/joined");
    }

    /// A provider that knows the one machine, and remembers nothing.
    private NodeProvider provider() {
        Map<String, Object> all = BareMachines.settings(List.of(machines.get(0)));
        var machine = new LinkedHashMap<String, Object>((Map<String, ?>) first(all));
        machine.put("bmc", Map.of("url", board.endpoint()));
        all.put("inventory", List.of(machine));
        all.put("bmc", Map.of("user", RedfishServer.USER, "password", RedfishServer.PASSWORD));
        return Metal.provider(all);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> first(Map<String, Object> all) {
        return ((List<Map<String, ?>>) all.get("inventory")).getFirst();
    }

    private MachineState state() {
        return ((Lookup.Found) provider().get(Metal.id("web-0"))).machine().state();
    }

    /// Killed between the note and the end of the power, or switched on by hand.
    @Test
    void aNoteOnAMachineThatIsOnGoesWithItsNodeAndWhenThatStarts() {
        provider().create(Metal.request("web-0", NODE));
        String note = "mooring " + Metal.OWNER.uid() + " shop web-0 1700000000 | inv 4711";

        board.rules().tag(note);
        provider().powerOn(Metal.id("web-0"));
        assertThat(board.rules().tag()).isEqualTo("inv 4711");
        board.rules().tag(note);
        provider().delete(Metal.id("web-0"));

        assertThat(board.rules().tag()).isEqualTo("inv 4711");
    }

    @Test
    void aMachineThatIsOffIsSwitchedOnForANodeAndItsNodeSwitchesItOffAndOn() {
        machines.powerOff(0);
        board.rules().set("Off");
        assertThatThrownBy(() -> provider().get(Metal.id("web-0")))
                .hasMessageContaining("is switched off, and not by us");

        assertThat(provider().seek(Metal.id("web-0"))).isEqualTo(new Lookup.NotFound());
        assertThat(board.rules().power()).isEqualTo("On");
        assertThat(provider().delete(Metal.id("web-0")))
                .isEqualTo(new DeleteOutcome.NothingThere());
        machines.powerOff(0);
        board.rules().set("Off");

        assertThat(provider().create(Metal.request("web-0", NODE)))
                .isInstanceOf(CreateOutcome.Created.class);
        assertThat(machines.on(0, "ls /var/tmp/joined")).contains("joined");
        provider().powerOff(Metal.id("web-0"), Duration.ofSeconds(1));

        assertThat(board.rules().power()).isEqualTo("Off");
        assertThat(board.rules().tag()).contains("shop web-0");
        assertThat(state()).isEqualTo(new MachineState.Stopped("its node was switched off"));
        assertThatThrownBy(() -> provider().machineTypes())
                .isInstanceOf(ProviderFailure.class)
                .hasMessageContaining("was switched off with its node " + Metal.id("web-0"));
        assertThat(provider().create(Metal.request("web-1", NODE)))
                .isInstanceOf(CreateOutcome.NoCapacity.class);

        // its board forgets the note: the machine is switched on to be asked, and is found
        board.rules().tag("");
        assertThat(provider().create(Metal.request("web-0", NODE)))
                .isInstanceOf(CreateOutcome.AlreadyThere.class);
        provider().powerOff(Metal.id("web-0"), Duration.ofSeconds(1));
        provider().powerOn(Metal.id("web-0"));

        assertThat(board.rules().tag()).isEmpty();
        assertThat(state()).isEqualTo(new MachineState.Running());
        assertThat(provider().delete(Metal.id("web-0"))).isEqualTo(new DeleteOutcome.Deleted());
    }
}
