package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotProgramTest {

    @TempDir private Path home;

    @Test
    void aSnapshotIsNotTakenForGoneWhileItsDirectoryIsMissing() {
        var program = new SnapshotProgram(Installation.find(Map.of("MOORING_HOME", home.toString())));
        var snapshot = new SnapshotLocation(home.resolve("unmounted/shop.snapshot").toString());

        assertThatThrownBy(() -> program.find(snapshot, Map.of(), new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining(
                        "there is no directory %s on this machine; mount its disk"
                                .formatted(home.resolve("unmounted")));
    }
}
