package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void withoutLimitsAllAreKept() {
        assertThat(expired(new Retention(Duration.ZERO, 0), 0, 1, 400)).isEmpty();
    }

    @Test
    void onlyTheNewestAreKeptUpToTheirNumber() {
        assertThat(expired(new Retention(Duration.ZERO, 2), 3, 0, 2, 1)).containsExactly(3, 2);
        assertThat(expired(new Retention(Duration.ZERO, 4), 3, 0, 2, 1)).isEmpty();
    }

    @Test
    void noneIsKeptThatIsOlderThanThePeriod() {
        assertThat(expired(new Retention(Duration.ofDays(7), 0), 0, 6, 7, 8, 9))
                .containsExactly(9, 8);
    }

    @Test
    void bothLimitsHoldTogether() {
        assertThat(expired(new Retention(Duration.ofDays(2), 4), 0, 1, 2, 3)).containsExactly(3);
        assertThat(expired(new Retention(Duration.ofDays(9), 2), 0, 1, 2, 3)).containsExactly(3, 2);
    }

    @Test
    void theNewestIsKeptHoweverOldItIs() {
        assertThat(expired(new Retention(Duration.ofDays(1), 1), 30, 40)).containsExactly(40);
        assertThat(expired(new Retention(Duration.ofDays(1), 1), 30)).isEmpty();
        assertThat(expired(new Retention(Duration.ofDays(1), 1))).isEmpty();
    }

    @Test
    void itSaysWhatItKeeps() {
        assertThat(new Retention(Duration.ZERO, 0)).hasToString("all");
        assertThat(new Retention(Duration.ofDays(30), 7))
                .hasToString("the newest 7; of these those of the last 30 days, and the newest");
    }

    /// By their ages in days.
    private static List<Integer> expired(Retention retention, int... ages) {
        List<SnapshotName> all =
                IntStream.of(ages)
                        .mapToObj(age -> new SnapshotName("shop", NOW.minus(Duration.ofDays(age))))
                        .toList();
        return retention.expired(all, NOW).stream()
                .map(name -> (int) Duration.between(name.made(), NOW).toDays())
                .toList();
    }
}
