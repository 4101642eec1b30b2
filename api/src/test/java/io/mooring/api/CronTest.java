package io.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CronTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    @hourly           | UTC           | 2026-11-22T10:00:00Z | 2026-11-22T11:00:00Z
                    @daily            | UTC           | 2026-11-22T10:00:30Z | 2026-11-23T00:00:00Z
                    @daily            | Europe/Berlin | 2026-11-22T10:00:00Z | 2026-11-22T23:00:00Z
                    */15 9-17 * * 1-5 | UTC           | 2026-11-20T17:45:00Z | 2026-11-23T09:00:00Z
                    5/20 * * * *      | UTC           | 2026-11-22T10:26:00Z | 2026-11-22T10:45:00Z
                    0 3 1 * mon       | UTC           | 2026-11-24T00:00:00Z | 2026-11-30T03:00:00Z
                    0 3 1 * *         | UTC           | 2026-11-24T00:00:00Z | 2026-12-01T03:00:00Z
                    0 0 29 feb ?      | UTC           | 2096-02-29T00:00:00Z | 2104-02-29T00:00:00Z
                    0 12 * * 7        | UTC           | 2026-11-22T12:00:00Z | 2026-11-29T12:00:00Z
                    30 2 * * *        | Europe/Berlin | 2026-03-28T02:00:00Z | 2026-03-30T00:30:00Z
                    59 23 31 12 *     | UTC           | 2026-12-31T23:59:00Z | 2027-12-31T23:59:00Z
                    """)
    void theNextTimeIsTheFirstMinuteAfter(String schedule, String zone, String after, String next) {
        assertThat(Cron.find(schedule).orElseThrow().next(Instant.parse(after), ZoneId.of(zone)))
                .contains(Instant.parse(next));
    }

    @Test
    void aDayThatNeverComesHasNoTime() {
        assertThat(Cron.find("0 0 31 2 *").orElseThrow().next(Instant.EPOCH, ZoneId.of("UTC")))
                .isEmpty();
    }
}
