package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import io.mooring.nodes.PassingTime;
import io.mooring.nodes.baremetal.Inventory.Taken;
import io.mooring.nodes.baremetal.testkit.SshKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class InventoryTest {

    private static final SshKey KEY = SshKey.make("ed25519");
    private static final Owner OWNER = new Owner("0123456789abcdef");
    private static final List<String> SMALL = List.of("amd64-2cpu-4Gi");

    // by the name of the machine
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private final Inventory inventory =
            new Inventory(
                    OWNER,
                    new InventoryReader(
                                    Map.of(
                                            "privateKey",
                                            KEY.secret(),
                                            "inventory",
                                            List.of(
                                                    machine("small", "10.0.0.11"),
                                                    machine("big", "10.0.0.12"))))
                            .inventory(),
                    new Work(
                            OWNER,
                            (host, _, input, _) ->
                                    answer(host, new String(input, StandardCharsets.UTF_8)),
                            new Boards(new PassingTime().pace())),
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private static Map<String, Object> machine(String name, String address) {
        return Map.of("name", name, "address", address, "hostKey", KEY.open());
    }

    /// As `machine.sh` does what it is told.
    private Shell.Result answer(Host host, String input) {
        if (input.contains("verb='take'")) {
            String name = input.lines().filter(it -> it.startsWith("machine=")).findFirst().get();
            var id = new MachineId("shop", name.substring("machine='".length(), name.length() - 1));
            claims.putIfAbsent(host.name(), new Claim(OWNER, id, Instant.EPOCH));
        }
        Claim claim = claims.get(host.name());
        boolean small = host.name().equals("small");
        return new Shell.Result(
                0,
                """
                mooring-machine 1
                architecture x86_64
                processors %d
                memory %d
                """
                                .formatted(small ? 2 : 8, small ? 4096 : 16_384)
                        + (claim == null ? "" : "claim " + claim.text() + "\nphase claimed\n"),
                "");
    }

    private Taken take(String name) {
        return inventory.take(new MachineId("shop", name), SMALL);
    }

    @Test
    void aMachineThatWasGivenBackElsewhereIsFoundThoughAnotherKindWasFreeAllTheTime() {
        assertThat(take("web-0")).isInstanceOf(Taken.Yes.class);
        assertThat(take("web-1")).isInstanceOf(Taken.AllInUse.class);

        claims.remove("small");

        assertThat(take("web-1")).isInstanceOf(Taken.Yes.class);
        assertThat(claims).containsOnlyKeys("small");
    }
}
