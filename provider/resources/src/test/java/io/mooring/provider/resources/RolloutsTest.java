package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.resources.Rollouts.Wave;
import io.mooring.provider.resources.Rollouts.Way;
import io.mooring.provider.resources.Rollouts.Work;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RolloutsTest {

    private static final Rollout ONE_MAY_BE_MISSING = new Rollout("web", 3, 0, 1);
    private static final Wave WAVE = new Wave(new Cancellation(), "shop", "web", ObjectValue.EMPTY);

    private final Rollouts rollouts = new Rollouts();

    @Test
    void nodesThatWaitDoNotGiveUpWhileAnotherOfThePoolIsBeingMade() {
        Work made = rollouts.begin(WAVE, "c");
        var minutes = new AtomicInteger(60);
        Progress progress =
                new Progress() {
                    @Override
                    public void say(String text) {
                        if (minutes.addAndGet(-2) == 56) {
                            made.close();
                        }
                    }

                    @Override
                    public void pause(Duration pause) {}

                    @Override
                    public Duration remaining() {
                        return Duration.ofMinutes(minutes.get());
                    }
                };

        try (var turn =
                rollouts.enter(
                        WAVE,
                        "a",
                        ONE_MAY_BE_MISSING,
                        true,
                        () -> minutes.get() > 56 ? Set.of("c") : Set.of(),
                        progress)) {
            assertThat(turn.way()).isEqualTo(Way.BEHIND);
        }
    }

    @Test
    void ofNodesThatAreNotReadyAnyMoreOneIsReplacedAfterTheOther() {
        var wave = new WaveState();
        var both = Set.of("a", "b");

        assertThat(attempt(wave, "a", Set.of("c"))).isEmpty();
        assertThat(attempt(wave, "b", Set.of("c"))).isEmpty();
        assertThat(attempt(wave, "a", both)).contains(Way.BEHIND);
        wave.leave("a");
        assertThat(attempt(wave, "b", both)).isEmpty();
        wave.finish("a", true);
        assertThat(attempt(wave, "b", Set.of("b"))).contains(Way.BEHIND);
    }

    private static Optional<Way> attempt(WaveState wave, String node, Set<String> unready) {
        return wave.attempt(node, ONE_MAY_BE_MISSING, true, Optional.of(unready));
    }
}
