package io.mooring.nodes.baremetal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KilledInTheMiddleTest {

    private static final String APPENDS =
            "#cloud-config\nruncmd: [['sh', '-c', 'echo laid >>/var/tmp/laid']]\n";
    private static final MachineRequest REQUEST = Metal.request("web-0", APPENDS);

    private final BareMachines machines = Metal.machines();

    @AfterEach
    void giveBack() {
        Metal.release();
        machines.on(0, "rm -f /var/tmp/laid");
        machines.on(1, "rm -f /var/tmp/laid");
    }

    /// Ends as a process that is killed does, after a call has done what it does.
    private static final class Mortal implements Shell {
        private final AtomicInteger left;

        Mortal(int calls) {
            this.left = new AtomicInteger(calls);
        }

        @Override
        public Result run(Host host, String program, byte[] input, Duration limit) {
            Result result = Metal.shell().run(host, program, input, limit);
            if (left.getAndDecrement() <= 0) {
                throw new Killed();
            }
            return result;
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// @return whether it came to its end
    private static boolean survives(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Throwable e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof Killed) {
                    return false;
                }
            }
            throw e;
        }
    }

    @Test
    void killedAfterAnyCallAndRepeatedThereIsOneMachineLaidOnceAndThenNone() {
        boolean made = false;
        boolean removed = false;
        for (int calls = 0; !made || !removed; calls++) {
            NodeProvider maker = Metal.provider(Metal.OWNER, new Mortal(calls));
            made = survives(() -> maker.create(REQUEST));
            assertThat(Metal.provider().create(REQUEST))
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertThat(Metal.provider().list(Metal.CLUSTER))
                    .singleElement()
                    .extracting(Machine::state)
                    .isEqualTo(new MachineState.Running());
            assertThat(machines.on(0, "cat /var/tmp/laid; rm /var/tmp/laid")).isEqualTo("laid\n");

            NodeProvider remover = Metal.provider(Metal.OWNER, new Mortal(calls));
            removed = survives(() -> remover.delete(REQUEST.id()));
            assertThat(Metal.provider().delete(REQUEST.id()))
                    .isInstanceOfAny(DeleteOutcome.Deleted.class, DeleteOutcome.NothingThere.class);
            assertThat(Metal.provider().list(Metal.CLUSTER)).isEmpty();
            assertThat(machines.on(0, "ls -d /var/lib/mooring-machine* 2>/dev/null")).isEmpty();
            assertThat(calls).isLessThan(20);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12_000, 200_000})
    void aConnectionCutWhileUserDataIsSentLeavesNoHalfOfIt(long bytes) {
        var long_ = "x".repeat(300_000);
        var request =
                Metal.request(
                        "web-0",
                        "#cloud-config\nwrite_files: [{path: /etc/mooring/long, content: "
                                + long_
                                + "}]\nruncmd: [['sh', '-c', 'echo laid >>/var/tmp/laid']]\n");
        machines.get(0).relay().cutOnceAfter(bytes);

        assertThat(Metal.provider(machines.settings()).create(request))
                .isInstanceOf(CreateOutcome.Created.class);

        assertThat(machines.get(0).relay().wasCut()).isTrue();
        assertThat(machines.on(0, "wc -c </etc/mooring/long").strip()).isEqualTo("300000");
        assertThat(machines.on(0, "cat /var/tmp/laid")).isEqualTo("laid\n");
    }

    @Test
    void twoWhoKnowNothingOfEachOtherNeverHaveOneMachine() throws Exception {
        List<Future<CreateOutcome>> outcomes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Owner owner : List.of(Metal.OWNER, Metal.OTHER_OWNER)) {
                for (String name : List.of("web-0", "web-1")) {
                    NodeProvider provider = Metal.provider(owner, new SshShell());
                    outcomes.add(
                            threads.submit(() -> provider.create(Metal.request(name, APPENDS))));
                }
            }
        }

        int made = 0;
        for (Future<CreateOutcome> outcome : outcomes) {
            made += outcome.get() instanceof CreateOutcome.Created ? 1 : 0;
        }
        assertThat(made).isEqualTo(2);
        assertThat(machines.on(0, "cat /var/tmp/laid") + machines.on(1, "cat /var/tmp/laid"))
                .isEqualTo("laid\nlaid\n");
    }
}
