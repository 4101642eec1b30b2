package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Drafts.Draft;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Providers of one user make control planes on one machine, and some die of it.
final class OwnDraftsTest {

    private static final String SHOP = "{name: shop, host: {standalone: {local: {}}}}";
    private static final String NAMELESS = "{host: {standalone: {local: {}}}, skipAwait: false}";

    @TempDir Path home;

    @Test
    void whatIsMadeIsForgottenWhenItIsDone() throws IOException {
        try (var draft = begin(provider(), "cluster-1", SHOP)) {
            assertThat(draft.name().name()).isEqualTo("cluster-1");
            assertThat(files()).hasSize(1);
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(files().getFirst())))
                    .isEqualTo("rw-------");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void whatADeadProviderMadeIsTakenOverByTheNextOfThatNameInThatPlace() throws IOException {
        dies("cluster-1", SHOP);
        dies("cluster-2", NAMELESS);

        var next = provider();
        try (var other = begin(next, "cluster-3", SHOP.replace("shop", "bank"));
                var elsewhere = begin(next, "cluster-4", "{name: shop, host: {kubernetes: {}}}");
                var changed =
                        begin(
                                next,
                                "cluster-5",
                                "{name: shop, host: {standalone: {local: {}}}, skipAwait: true}");
                var second = begin(next, "cluster-6", SHOP);
                var drawn = begin(next, "cluster-7", NAMELESS)) {
            assertThat(other.name().name()).isEqualTo("cluster-3");
            assertThat(elsewhere.name().name()).isEqualTo("cluster-4");
            assertThat(changed.name().name()).isEqualTo("cluster-1");
            assertThat(second.name().name()).isEqualTo("cluster-6");
            assertThat(drawn.name().name()).isEqualTo("cluster-2");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatNobodyHeardOfIsTakenOverByTheSameProviderToo() throws IOException {
        var provider = provider();
        try (var draft = begin(provider, "cluster-1", SHOP)) {
            draft.leave();
        }

        try (var next = begin(provider, "cluster-2", SHOP)) {
            assertThat(next.name().name()).isEqualTo("cluster-1");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void whatAnotherProcessStillMakesIsItsOwnUntilItDies() throws Exception {
        dies("cluster-1", SHOP);
        var other = lockedByAnotherProcess(files().getFirst());
        try {
            try (var draft = begin(provider(), "cluster-2", SHOP)) {
                assertThat(draft.name().name()).isEqualTo("cluster-2");
            }
        } finally {
            other.destroyForcibly();
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }

        try (var draft = begin(provider(), "cluster-3", SHOP)) {
            assertThat(draft.name().name()).isEqualTo("cluster-1");
        }
    }

    @Test
    void onlyWhatHasANameOfItsOwnAndAHostIsKept() throws IOException {
        var all = new AllDrafts((_, _, context) -> Draft.of(context.name()), provider());

        for (var type : Stream.of(ControlPlaneType.TYPE, ControlPlaneServiceType.TYPE).toList()) {
            try (var _ = all.begin(type, Given.value(SHOP), context("shop-1"))) {
                assertThat(files()).hasSize(1);
            }
        }
        for (var type : Stream.of(SnapshotType.TYPE, NodeType.TYPE, JoinTokenType.TYPE).toList()) {
            try (var _ =
                    all.begin(
                            type,
                            Given.value("{name: a, cluster: {name: shop}}"),
                            context("other-1"))) {
                assertThat(files()).isEmpty();
            }
        }
    }

    @Test
    void whereNothingCanBeWrittenItIsMadeUnderItsOwnName() throws IOException {
        var file = Files.createFile(home.resolve("file"));

        try (var draft = begin(new OwnDrafts(Optional.of(file.resolve("x"))), "cluster-1", SHOP);
                var other = begin(new OwnDrafts(Optional.empty()), "cluster-2", SHOP)) {
            assertThat(draft.name().name()).isEqualTo("cluster-1");
            assertThat(other.name().name()).isEqualTo("cluster-2");
        }
        assertThat(OwnDrafts.directory(Map.of("HOME", "/root")))
                .contains(Path.of("/root/.local/state/mooring/drafts"));
        assertThat(OwnDrafts.directory(Map.of("HOME", "/root", "XDG_STATE_HOME", "/s")))
                .contains(Path.of("/s/mooring/drafts"));
        assertThat(OwnDrafts.directory(Map.of())).isEmpty();
    }

    /// The kernel takes the lock away from who dies, and the file stays.
    private void dies(String drawn, String inputs) throws IOException {
        try (var draft = begin(provider(), drawn, inputs)) {
            draft.leave();
        }
    }

    private static Process lockedByAnotherProcess(Path file) throws Exception {
        var process =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                """
                                import fcntl, sys
                                file = open(sys.argv[1], "r+")
                                fcntl.lockf(file, fcntl.LOCK_EX)
                                print("locked", flush=True)
                                sys.stdin.read()
                                """,
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNull();
        }
        return process;
    }

    private OwnDrafts provider() {
        return new OwnDrafts(Optional.of(home.resolve("drafts")));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(home.resolve("drafts"))) {
            return files.toList();
        }
    }

    private static Draft begin(OwnDrafts drafts, String drawn, String inputs) {
        return drafts.begin(ControlPlaneType.TYPE, Given.value(inputs), context(drawn));
    }

    private static OperationContext context(String drawn) {
        return new OperationContext(
                Given.named("mooring:index:ControlPlane", drawn),
                Optional.empty(),
                new Cancellation(),
                Progress.SILENT,
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }
}
