package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a restored cluster takes its place.
final class RestoreTargetTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    @TempDir private Path directory;
    @AutoClose private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"));
    }

    @Test
    void whatIsStagedTakesItsPlaceAtTheEnd() throws IOException {
        RestoreTarget target = RestoreTarget.prepare(data, false);
        Files.writeString(target.staged().file("state.db"), "new");
        assertThat(data.file("state.db")).doesNotExist();

        assertThat(target.commit(NOW, RestoreMark.BY_HAND)).isEmpty();

        assertThat(data.file("state.db")).hasContent("new");
        assertThat(data.file("restore.new")).doesNotExist();
        RestoreMark.requireNone(data);
    }

    @Test
    void socketsOfWhatIsStagedStayWhereTheirPathsAreShort() throws IOException {
        RestoreTarget target = RestoreTarget.prepare(data, false);

        assertThat(target.staged().run("kine.sock")).isEqualTo(data.run("kine.sock"));
    }

    @Test
    void aClusterThatIsThereIsKept() throws IOException {
        Files.writeString(data.file("state.db"), "old");
        Files.writeString(data.file("config.yaml"), "mine");

        assertThatThrownBy(() -> RestoreTarget.prepare(data, false))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "restoring into %s: it holds a cluster (state.db); choose another --data-dir, or give --force to have that put aside",
                        data.file(""));

        RestoreTarget target = RestoreTarget.prepare(data, true);
        Files.writeString(target.staged().file("state.db"), "new");
        Path aside = target.commit(NOW, RestoreMark.BY_HAND).orElseThrow();

        assertThat(aside).isEqualTo(data.file("before-restore-20261122T030405Z"));
        assertThat(aside.resolve("state.db")).hasContent("old");
        assertThat(data.file("state.db")).hasContent("new");
        assertThat(data.file("config.yaml")).hasContent("mine");
    }

    @Test
    void whatWasPutAsideLongAgoCanBeRemovedAndNothingElse() throws IOException {
        for (String name :
                List.of("before-restore-20261122T030405Z", "before-restore-20261121T030404Z")) {
            Files.createDirectory(data.file(name));
            Files.writeString(data.file(name).resolve("state.db"), "old");
        }
        Files.writeString(data.file("alike"), "");

        RestoreTarget.removeAsides(data.file(""), NOW.minus(Duration.ofDays(1)));

        assertThat(data.file("before-restore-20261122T030405Z")).isNotEmptyDirectory();
        assertThat(data.file("before-restore-20261121T030404Z")).doesNotExist();
        assertThat(data.file("alike")).exists();
    }

    @Test
    void afterAnInterruptionNoServerStartsUntilItIsDoneAgain() throws IOException {
        Files.writeString(data.file("state.db"), "half");
        Files.writeString(data.file("restoring"), "");

        assertThatThrownBy(() -> RestoreMark.requireNone(data))
                .isInstanceOf(ServerException.class)
                .hasMessageEndingWith(
                        ": a restore into it was interrupted; run 'mooring snapshot restore' again");
        RestoreTarget target = RestoreTarget.prepare(data, false);
        Files.writeString(target.staged().file("state.db"), "whole");
        assertThat(target.commit(NOW, RestoreMark.BY_HAND)).isPresent();

        RestoreMark.requireNone(data);
        assertThat(data.file("state.db")).hasContent("whole");
    }

    @Test
    void onlyTheSameFirstRestoreGoesOnWithoutBeingAskedFor() throws IOException {
        String first = RestoreMark.first(SnapshotUrl.parse("s3://safe/a.snapshot"));
        String other = RestoreMark.first(SnapshotUrl.parse("s3://safe/b.snapshot"));
        RestoreMark.requireNoneBut(data, first);

        RestoreMark.write(data, NOW, first);
        RestoreMark.requireNoneBut(data, first);
        for (String why : List.of(other, RestoreMark.BY_HAND)) {
            assertThatThrownBy(() -> RestoreMark.requireNoneBut(data, why))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "opening the data directory %s: its control plane was to begin with s3://safe/a.snapshot, and the restore of that was interrupted; name it again in snapshots.restore.url, or run 'mooring snapshot restore' with another",
                            data.file(""));
        }

        RestoreMark.write(data, NOW, RestoreMark.BY_HAND);
        assertThatThrownBy(() -> RestoreMark.requireNoneBut(data, first))
                .isInstanceOf(ServerException.class)
                .hasMessageEndingWith("; run 'mooring snapshot restore' again");
    }

    @Test
    void whatIsGivenUpLeavesNothing() throws IOException {
        RestoreTarget target = RestoreTarget.prepare(data, false);
        Files.createDirectories(target.staged().file("etcd/member"));

        target.abandon();

        assertThat(data.file("restore.new")).doesNotExist();
    }

    @Test
    void filesOfAClusterAreItsOwnersAlone() throws IOException {
        DataDirectory staged = RestoreTarget.prepare(data, false).staged();

        ClusterFiles.write(
                Map.of("pki/ca.key", new byte[] {1}, "config.yaml", new byte[1]), staged);

        Path key = staged.pki().resolve("ca.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(staged.file("config.yaml")).doesNotExist();
    }

    @Test
    void aFileThatNoClusterHasIsWrittenNowhere() throws IOException {
        DataDirectory staged = RestoreTarget.prepare(data, false).staged();
        Map<String, byte[]> files =
                Map.of("pki/ca.key", new byte[1], "pki/../../passwd", new byte[1]);

        assertThatThrownBy(() -> ClusterFiles.write(files, staged))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("the snapshot holds a file that no cluster has: pki/../../passwd");
        assertThat(staged.pki()).doesNotExist();
    }
}
