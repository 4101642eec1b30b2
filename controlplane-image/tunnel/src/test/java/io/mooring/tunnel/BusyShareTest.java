package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BusyShareTest {
    private static final int SHARE = 128 << 10;
    private static final int MOST = 1 << 20;
    private static final int PIECE = 4 << 10;

    private final BusyShare shares = new BusyShare(SHARE, MOST);
    private final BusyShare.Use greedy = new BusyShare.Use();
    private final BusyShare.Use quiet = new BusyShare.Use();
    private long now = TimeUnit.HOURS.toNanos(1);

    /// Connections that get a piece in turn until the window is asked for, at so many bytes a
    /// second.
    private int windowOf(int connections, long bytesPerSecond) {
        var uses = IntStream.range(0, connections).mapToObj(_ -> new BusyShare.Use()).toList();
        return windowAfter(bytesPerSecond, uses.toArray(BusyShare.Use[]::new));
    }

    private int windowAfter(long bytesPerSecond, BusyShare.Use... uses) {
        var window = 0;
        for (var rounds = 0; rounds < 3; rounds++) {
            for (var i = 0; !used(uses[i % uses.length], PIECE, bytesPerSecond); i++) {
                continue;
            }
            window = shares.window(now);
        }
        return window;
    }

    private boolean used(BusyShare.Use use, int bytes, long bytesPerSecond) {
        now += TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
        return shares.used(use, bytes, now);
    }

    @Test
    void aLoneConnectionOfAFastLinkGetsTheWhole() {
        assertThat(windowOf(1, 200_000_000)).isEqualTo(MOST);
    }

    @Test
    void aLoneConnectionGetsNoMoreThanTheLinkDeliversInAMoment() {
        assertThat(windowOf(1, 50_000_000)).isBetween(450_000, 550_000);
        assertThat(windowOf(1, 1_000_000)).isEqualTo(SHARE);
    }

    @Test
    void eachBusyConnectionAddsAShare() {
        assertThat(windowOf(3, 200_000_000)).isEqualTo(3 * SHARE);
    }

    @Test
    void manyGetNoMoreThanTheWhole() {
        assertThat(windowOf(64, 200_000_000)).isEqualTo(MOST);
    }

    @Test
    void aQuietConnectionTakesTheWholeFromABusyOneAtOnceAndAddsNone() {
        assertThat(windowAfter(200_000_000, greedy)).isEqualTo(MOST);

        assertThat(used(quiet, 64, 200_000_000)).isTrue();
        assertThat(shares.window(now)).isEqualTo(SHARE);
        assertThat(windowAfter(200_000_000, greedy)).isEqualTo(SHARE);
    }

    @Test
    void aConnectionIsAloneASecondAfterTheLastWordOfAnother() {
        windowAfter(200_000_000, greedy, quiet);
        now += TimeUnit.SECONDS.toNanos(2);

        assertThat(windowAfter(200_000_000, greedy)).isEqualTo(MOST);
    }

    @Test
    void aRoundForgetsTheOneBefore() {
        windowOf(64, 200_000_000);

        assertThat(windowOf(2, 200_000_000)).isEqualTo(2 * SHARE);
    }
}
