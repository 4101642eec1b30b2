package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {

    private final Spawner spawner = new Spawner();
    private Optional<ChildProcess> started = Optional.empty();

    @TempDir private Path directory = Path.of("");

    @AfterEach
    void endAll() {
        started.ifPresent(ChildProcess::stop);
        spawner.close();
    }

    @Test
    void aProcessThatIsKilledIsStartedAgain() {
        ChildProcess child = start("echo $$ > pid; exec tail -f /dev/null");
        soon(() -> pid().isPresent() && child.problem().isEmpty());
        long first = pid().orElseThrow();

        ProcessHandle.of(first).orElseThrow().destroyForcibly();

        soon(() -> child.restarts() == 1 && child.problem().isEmpty());
        soon(() -> pid().isPresent() && pid().orElseThrow() != first);
    }

    @Test
    void aStopWaitsForAnOrderlyEndThatStillPrints() {
        ChildProcess child =
                start(
                        "trap 'echo ending; echo still ending; touch ended; exit 0' TERM;"
                                + " echo $$ > pid; while :; do sleep 0.05; done");
        soon(() -> pid().isPresent());

        child.stop();

        assertThat(directory.resolve("ended")).exists();
        assertThat(ProcessHandle.of(pid().orElseThrow())).isEmpty();
        assertThat(child.restarts()).isZero();
    }

    @Test
    void aProcessThatIgnoresTheStopIsKilled() {
        ChildProcess child = start("trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done");
        soon(() -> pid().isPresent());

        child.stop();

        assertThat(ProcessHandle.of(pid().orElseThrow())).isEmpty();
    }

    @Test
    void aProcessThatKeepsFailingIsReportedAsACrashLoopWithItsLastLine() {
        ChildProcess child = start("echo E1121 cannot read the flag; exit 3");

        soon(child::crashLooping);

        assertThat(child.problem())
                .startsWith("in a crash loop, ")
                .endsWith("its last line: E1121 cannot read the flag");
    }

    @Test
    void aProgramThatIsNotThereIsReported() {
        var spec =
                new ChildSpec(
                        "absent",
                        directory.resolve("absent"),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        false,
                        Duration.ofSeconds(1));
        var child = new ChildProcess(spec, spawner, Clock.systemUTC());
        started = Optional.of(child);
        child.start();

        soon(() -> child.restarts() >= 1);

        assertThat(child.problem()).contains("absent");
    }

    @Test
    void whatYieldsHasProcessorsAfterTheRest() {
        start(script("ps -o ni= -p $$ > ni; echo $$ > pid; exec tail -f /dev/null").yielding(true));
        soon(() -> pid().isPresent());

        assertThat(directory.resolve("ni")).content().isEqualToIgnoringWhitespace("10");
    }

    private ChildProcess start(String script) {
        return start(script(script));
    }

    private ChildSpec script(String script) {
        return new ChildSpec(
                "sh",
                Path.of("/bin/sh"),
                List.of("-c", script),
                Map.of(),
                Optional.of(directory),
                false,
                Duration.ofSeconds(2));
    }

    private ChildProcess start(ChildSpec spec) {
        var child = new ChildProcess(spec, spawner, Clock.systemUTC());
        started = Optional.of(child);
        child.start();
        return child;
    }

    private Optional<Long> pid() {
        try {
            String text = Files.readString(directory.resolve("pid")).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void soon(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }
}
