package io.mooring.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WindowTunerTest {
    private static final int SHARE = 128 << 10;
    private static final int MOST = 1 << 20;
    private static final int WORTH_PROBING = 64 << 10;

    private final WindowTuner tuner = new WindowTuner(SHARE, MOST);
    private long now = TimeUnit.HOURS.toNanos(1);

    /// One round trip in which everything that may be ahead arrives once.
    private void roundTrip(long micros) {
        now += TimeUnit.MILLISECONDS.toNanos(25);
        assertThat(tuner.received(WORTH_PROBING, now)).isTrue();
        tuner.received(tuner.window(), now);
        now += TimeUnit.MICROSECONDS.toNanos(micros);
        tuner.answered(now);
    }

    @Test
    void aLongLinkGetsTheLargestWindowWithinAFewRoundTrips() {
        for (var i = 0; i < 4; i++) {
            roundTrip(50_000);
        }

        assertThat(tuner.window()).isEqualTo(MOST);
    }

    @Test
    void aShortLinkWhoseBytesWaitInBuffersKeepsASmallWindow() {
        roundTrip(100);
        for (var i = 0; i < 20; i++) {
            roundTrip(1_000);
        }

        assertThat(tuner.window()).isLessThanOrEqualTo(2 * SHARE);
    }

    @Test
    void noPingIsSentWhileOneIsOnItsWayOrShortlyAfter() {
        assertThat(tuner.received(WORTH_PROBING, now)).isTrue();
        assertThat(tuner.received(WORTH_PROBING, now + TimeUnit.SECONDS.toNanos(1))).isFalse();

        tuner.answered(now + 1);
        assertThat(tuner.received(WORTH_PROBING, now + 2)).isFalse();
    }

    @Test
    void aFewBytesAreNotWorthAPing() {
        assertThat(tuner.received(64, now)).isFalse();
        assertThat(tuner.received(64, now + TimeUnit.SECONDS.toNanos(1))).isFalse();
    }
}
