package io.mooring.syncer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CpuTotalsTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatNobodyHasAskedForLongestMakesRoom() {
        var totals = new CpuTotals(2);
        long fresh = totals.count("a", usage(0));
        totals.count("b", usage(0));
        long grown = totals.count("a", usage(10));
        totals.count("c", usage(0));

        assertThat(grown).isEqualTo(fresh + 10_000_000_000L);
        assertThat(totals.count("a", usage(10))).isEqualTo(grown);
        assertThat(totals.count("b", usage(10))).isEqualTo(fresh);
    }

    private static Usage usage(int seconds) {
        return new Usage(AT.plusSeconds(seconds), 1_000_000_000L, 0);
    }
}
