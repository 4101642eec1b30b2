package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.Owner;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.baremetal.testkit.SshKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// Machines that do not answer, beside others that do.
final class DarkMachinesTest {

    private static final SshKey KEY = SshKey.make("ed25519");
    private static final Owner OWNER = new Owner("0123456789abcdef");
    private static final MachineId WEB = new MachineId("shop", "web-0");

    private final Set<String> dark = ConcurrentHashMap.newKeySet();
    // by the name of the machine
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private final BareMetalNodes nodes =
            new BareMetalNodes(
                    OWNER,
                    new InventoryReader(
                                    Map.of(
                                            "privateKey",
                                            KEY.secret(),
                                            "inventory",
                                            List.of(machine("a", 11), machine("b", 12))))
                            .inventory(),
                    (host, _, input, _) -> answer(host, new String(input, StandardCharsets.UTF_8)),
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                    new PassingTime().pace());

    private static Map<String, Object> machine(String name, int last) {
        return Map.of("name", name, "address", "10.0.0." + last, "hostKey", KEY.open());
    }

    /// As `machine.sh` does what it is told, where the machine answers.
    private Shell.Result answer(Host host, String input) {
        if (dark.contains(host.name())) {
            throw new MachineTrouble(
                    new Trouble.Unreachable(
                            host.login().fields().address(), host + " does not answer", true));
        }
        if (input.contains("verb='wipe'")) {
            claims.remove(host.name());
        }
        Claim claim = claims.get(host.name());
        String claimed = claim == null ? "" : "claim %s\nphase laid\n".formatted(claim.text());
        return new Shell.Result(
                0,
                "mooring-machine 1\narchitecture x86_64\nprocessors 2\nmemory 4096\n" + claimed,
                "");
    }

    @Test
    void aNodeIsRemovedThoughAnotherMachineDoesNotAnswer() {
        claims.put("a", new Claim(OWNER, WEB, Instant.EPOCH));
        dark.add("b");

        assertThat(nodes.delete(WEB)).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(claims).isEmpty();
        assertThatThrownBy(() -> nodes.delete(WEB))
                .isInstanceOf(ProviderFailure.class)
                .hasMessageContaining("10.0.0.12")
                .hasMessageEndingWith("does not answer");
    }

    @Test
    void anInventoryThatIsAllDarkSaysSoWhereItsKindsAreAskedFor() {
        dark.add("a");
        assertThat(nodes.machineTypes())
                .extracting(MachineType::name)
                .containsExactly("amd64-2cpu-4Gi");
        dark.add("b");

        assertThatThrownBy(nodes::machineTypes)
                .isInstanceOf(ProviderFailure.class)
                .hasMessageStartingWith(
                        "no machine of the inventory says of what kind it is, so there is none to"
                                + " choose from: inventory[0].address: ")
                .hasMessageContaining("; inventory[1].address: ")
                .hasMessageEndingWith(
                        "Switch one of each kind on, or make nodes one by one, which switches"
                                + " machines on");
    }
}
