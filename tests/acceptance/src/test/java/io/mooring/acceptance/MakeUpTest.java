package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `make up` and `make down` as a person types them, on the Java program in examples/local; told in
/// order. State and stack are this test's own, so the cluster is another than that of a person at
/// work in this tree.
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MakeUpTest {

    private static final String STACK = "up-" + ProcessHandle.current().pid();
    private static final String OWNER = "stack mooring-local/" + STACK;

    @TempDir static Path directory;

    private Path state;
    private Machine before;
    private String cluster = "";

    @BeforeAll
    void lookAround() {
        state = directory.resolve("state");
        before = Machine.now();
    }

    @AfterAll
    void leaveNothingBehind() {
        make("down").succeeded();
    }

    @Test
    @Order(1)
    void ctrlCInTheMiddleEndsItAndLosesNothing() {
        Process up = start("up");
        await().atMost(Duration.ofMinutes(3))
                .failFast("make up has ended", () -> !up.isAlive())
                .until(() -> Machine.clustersOf(OWNER).findAny().isPresent());
        cluster = Machine.clustersOf(OWNER).findAny().orElseThrow();

        Command.in(directory).run("kill", "-INT", "--", "-" + up.pid()).succeeded();
        Command.Result interrupted = command().finish(up, List.of("make", "up"));

        assertThat(interrupted.exitCode()).as(interrupted.output()).isNotZero();
        assertThat(interrupted.output())
                .contains("pulumi up on examples/local")
                .doesNotContain("use it");
    }

    @Test
    @Order(2)
    void upAfterwardsMakesAClusterWithOneReadyNodeAndTriesIt() {
        String output = make("up").succeeded();

        assertThat(output)
                .contains("kubectl logs:         serving on 8080 as hello-")
                .contains("kubectl exec:         hello-")
                .contains("kubectl port-forward: hello from hello-")
                .contains("service:              hello from hello-")
                .contains("all of this went through the tunnel")
                .contains("export KUBECONFIG=" + state.resolve("kubeconfig"));
        assertThat(Machine.clustersOf(OWNER)).containsExactly(cluster);
        assertThat(kubectl("get", "nodes", "--no-headers").lines())
                .singleElement()
                .asString()
                .contains(" Ready ");
        assertThat(pods()).as("two of the deployment, one of CoreDNS").hasSize(3);
    }

    @Test
    @Order(3)
    void upAgainChangesNothing() {
        List<String> processes = Machine.processesWith("/var/lib/mooring/" + cluster + "/pki");
        List<String> pods = pods();

        String output = make("up").succeeded();

        assertThat(output)
                .contains(" unchanged")
                .doesNotContain(" created", " updated", " deleted", " replaced", " configured");
        assertThat(Machine.processesWith("/var/lib/mooring/" + cluster + "/pki"))
                .containsExactlyInAnyOrderElementsOf(processes);
        assertThat(pods()).isEqualTo(pods);
    }

    @Test
    @Order(4)
    void downLeavesTheMachineAsItWas() {
        String output = make("down").succeeded();

        assertThat(output).contains("nothing is left");
        assertThat(Footprint.of(cluster)).isEmpty();
        assertThat(Machine.processesWith("/var/lib/mooring/" + cluster)).isEmpty();
        assertThat(Machine.processesWith(state.toString())).isEmpty();
        Machine after = Machine.now();
        assertThat(after.since(before, cluster)).as("added").isEmpty();
        assertThat(before.since(after, cluster)).as("removed").isEmpty();
        assertThat(state).doesNotExist();
        assertThat(Tree.ROOT.resolve("examples/local/Pulumi." + STACK + ".yaml")).doesNotExist();
    }

    @Test
    @Order(5)
    void downAgainHasNothingToDo() {
        assertThat(make("down").succeeded()).contains("nothing to take down");
        assertThat(state).doesNotExist();
    }

    private List<String> pods() {
        return kubectl(
                        "get",
                        "pods",
                        "-A",
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.uid}{\"\\n\"}{end}")
                .lines()
                .sorted()
                .toList();
    }

    private String kubectl(String... arguments) {
        assertThat(Files.exists(state.resolve("kubeconfig"))).isTrue();
        return new Kubectl(state.resolve("kubeconfig")).get(arguments);
    }

    private Command.Result make(String target) {
        return command().finish(start(target), List.of("make", target));
    }

    /// In a process group of its own, which a signal reaches as a whole, as Ctrl-C does; and with
    /// that signal heard, also where this test runs in the background of a shell.
    private Process start(String target) {
        List<String> words =
                new ArrayList<>(List.of("env", "--default-signal=INT", "setsid", "--wait"));
        words.addAll(List.of("make", "-C", Tree.ROOT.toString(), target));
        return command().start(words.toArray(String[]::new));
    }

    private Command command() {
        return Command.in(directory)
                .with("MOORING_STATE", state.toString())
                .with("MOORING_STACK", STACK)
                .with("MAKEFLAGS", "")
                .with("NO_COLOR", "1");
    }
}
