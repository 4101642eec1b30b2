package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BusyShareTest {
    private static final int SHARE = 128 << 10;
    private static final int MOST = 1 << 20;
    private static final int PIECE = 4 << 10;

    private final BusyShare shares = new BusyShare(SHARE, MOST);

    private int windowOf(int connections) {
        var uses = IntStream.range(0, connections).mapToObj(_ -> new BusyShare.Use()).toList();
        for (var i = 0; ; i++) {
            if (shares.used(uses.get(i % connections), PIECE)) {
                return shares.window();
            }
        }
    }

    @Test
    void oneBusyConnectionGetsOneShare() {
        assertThat(windowOf(1)).isEqualTo(SHARE);
    }

    @Test
    void eachBusyConnectionAddsAShare() {
        assertThat(windowOf(3)).isEqualTo(3 * SHARE);
    }

    @Test
    void manyGetNoMoreThanTheWhole() {
        assertThat(windowOf(64)).isEqualTo(MOST);
    }

    @Test
    void aQuietConnectionBesideABusyOneAddsNone() {
        shares.used(new BusyShare.Use(), 64);

        assertThat(windowOf(1)).isEqualTo(SHARE);
    }

    @Test
    void aRoundForgetsTheOneBefore() {
        windowOf(64);

        assertThat(windowOf(2)).isEqualTo(2 * SHARE);
    }
}
