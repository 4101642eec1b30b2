package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotProgramTest {

    @TempDir private Path home;

    @Test
    void aSnapshotIsNotTakenForGoneWhileItsDirectoryIsMissing() {
        var program =
                new SnapshotProgram(Installation.find(Map.of("MOORING_HOME", home.toString())));
        var snapshot = new SnapshotLocation(home.resolve("unmounted/shop.snapshot").toString());

        assertThatThrownBy(() -> program.find(snapshot, Map.of(), new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining(
                        "there is no directory %s on this machine; mount its disk"
                                .formatted(home.resolve("unmounted")));
    }

    @Test
    void oneInAHostClusterIsMadeWithoutASecretOnTheCommandLine() throws IOException {
        var program = programThatTells();
        var target = new SnapshotLocation(home.resolve("backups/shop.snapshot").toString());

        var made =
                program.create(
                        "shop",
                        new SnapshotSource.InHostCluster("kubeconfig text", "tenants"),
                        target,
                        "correct horse",
                        Map.of(),
                        new GivenPatience(Duration.ofSeconds(90)));

        assertThat(made.cluster())
                .isEqualTo(
                        "snapshot create %s --name=shop --kubeconfig=- --namespace=tenants --timeout=90s --output=json"
                                .formatted(target));
        assertThat(made.store()).isEqualTo("kubeconfig text");
        assertThat(made.created()).isEqualTo("correct horse");
        assertThat(target.directory().orElseThrow()).isDirectory();
    }

    /// It answers with what it was told: its words, its passphrase and its input.
    private SnapshotProgram programThatTells() throws IOException {
        Path launcher = Files.createDirectories(home.resolve("bin")).resolve("mooring");
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                printf '{"cluster": "%s", "created": "%s", "store": "%s"}' "$*" "$MOORING_SNAPSHOT_PASSPHRASE" "$(cat)"
                """);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return new SnapshotProgram(Installation.find(Map.of("MOORING_HOME", home.toString())));
    }
}
