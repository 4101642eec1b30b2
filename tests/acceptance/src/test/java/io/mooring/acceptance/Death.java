package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Kills the provider that a command of an engine works with, once that has told it to do
/// something.
///
/// @param main the provider's main class
/// @param work what the engine says when it tells the provider to do it
/// @param after how long the provider is let work then
record Death(String main, String work, Duration after) {

    static final String PULUMI = "io.mooring.provider.pulumi.Main";
    static final String TERRAFORM = "io.mooring.provider.terraform.Main";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// One at a drawn moment.
    ///
    /// @param longest it may be after the work has begun
    static Death drawn(String main, String work, Random random, Duration longest) {
        return new Death(main, work, Duration.ofMillis(random.nextLong(longest.toMillis())));
    }

    /// @return what the engine has said in all, which is an error if the provider was at work still
    Command.Result befalls(Process engine, Command command) {
        var begun = new AtomicBoolean();
        Command.Result result =
                command.finish(
                        engine,
                        List.of(work),
                        line -> {
                            if (line.contains(work) && begun.compareAndSet(false, true)) {
                                kill(engine);
                            }
                        });
        assertThat(begun).as(result.output()).isTrue();
        return result;
    }

    private void kill(Process engine) {
        Supplier<Stream<ProcessHandle>> providers =
                () ->
                        engine.descendants()
                                .filter(it -> it.info().commandLine().orElse("").contains(main));
        try {
            engine.waitFor(after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted before " + this, e);
        }
        for (ProcessHandle provider : providers.get().toList()) {
            provider.destroyForcibly();
            assertThat(provider.onExit())
                    .succeedsWithin(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
