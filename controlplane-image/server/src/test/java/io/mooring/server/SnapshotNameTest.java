package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SnapshotNameTest {

    private static final Instant MADE = Instant.parse("2026-11-22T03:00:07Z");

    @Test
    void itHoldsTheClusterAndTheTime() {
        assertThat(new SnapshotName("shop", MADE)).hasToString("shop-20261122T030007Z.snapshot");
        assertThat(SnapshotName.of("shop", "shop-20261122T030007Z.snapshot"))
                .contains(new SnapshotName("shop", MADE));
    }

    @Test
    void whatOthersNamedOrHaveIsNone() {
        assertThat(SnapshotName.of("shop", "before-upgrade.snapshot")).isEmpty();
        assertThat(SnapshotName.of("shop", "shop-4d5e6f70-20261122T030007Z.snapshot")).isEmpty();
        assertThat(SnapshotName.of("shop-4d5e6f70", "shop-20261122T030007Z.snapshot")).isEmpty();
        assertThat(SnapshotName.of("shop", "shop-20261322T030007Z.snapshot")).isEmpty();
        assertThat(SnapshotName.of("shop", "shop-20261122T030007Z.snapshot.part")).isEmpty();
    }
}
