package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A pool whose image changes, rolled by the real engine and the plugin as `make build` leaves it,
/// at clouds over the wire. Their machines boot nowhere and count as ready at once. All of it runs
/// by `mvn -Pacceptance -pl tests/acceptance verify -Dtest=RollTest -Dtest.excluded=none` after
/// `make build`.
@Order(12)
final class RollTest {

    private static final int SIZE = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir Path directory;

    /// The engine and the plugin die while the first new machine stands beside an old one.
    @Test
    void aRollThatIsKilledIsTakenUpByTheNextRun() throws Exception {
        assumeThat(Moto.python()).as("tools/moto").isExecutable();
        try (var cloud = WireCloud.open("aws");
                var cluster = new PaperCluster(() -> cloud.machines().keySet())) {
            var pool = new Pool(directory, cloud, cluster, 1, 0);
            pool.want("first");
            pool.project().up().succeeded();
            Map<String, String> old = cloud.machines();
            assertThat(old).hasSize(SIZE);
            cluster.seen();
            pool.want("second");

            pool.project().upKilledOnce(LIMIT, () -> count(cloud) > SIZE);
            assertThat(cloud.machines()).hasSize(SIZE + 1).containsAllEntriesOf(old);
            pool.project().up().succeeded();

            // what was left stands beside the others until its node's turn comes
            pool.isRolled(old, 1);
            pool.project().destroy().succeeded();
            assertThat(cloud.left()).isEmpty();
        }
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}, maxSurge {1}, maxUnavailable {2}")
    @CsvSource({"aws, 0, 2", "azure, 1, 0", "azure, 0, 1", "gcp, 2, 0", "gcp, 1, 1"})
    void neverAreThereMoreMachinesOrFewerThanThePoolSays(String at, int surge, int unavailable)
            throws Exception {
        try (var cloud = WireCloud.open(at);
                var cluster = new PaperCluster(() -> cloud.machines().keySet())) {
            var pool = new Pool(directory, cloud, cluster, surge, unavailable);
            pool.want("first");
            pool.project().up().succeeded();
            Map<String, String> old = cloud.machines();
            cluster.seen();
            pool.want("second");

            pool.project().up().succeeded();

            pool.isRolled(old, 0);
            pool.project().upIsNotNeeded();
            pool.project().destroy().succeeded();
            assertThat(cloud.left()).isEmpty();
        }
    }

    private static int count(WireCloud cloud) {
        try {
            return cloud.machines().size();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// A stack with the pool.
    private record Pool(
            PulumiProject project,
            Path kubeconfig,
            WireCloud cloud,
            PaperCluster cluster,
            int surge,
            int unavailable) {

        Pool(Path directory, WireCloud cloud, PaperCluster cluster, int surge, int unavailable)
                throws IOException {
            this(
                    new PulumiProject(
                            directory,
                            "roll",
                            Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test")),
                    Files.writeString(directory.resolve("kubeconfig"), cluster.kubeconfig()),
                    cloud,
                    cluster,
                    surge,
                    unavailable);
        }

        /// @param generation by which its image is told from others
        void want(String generation) {
            project.program(
                    """
                    resources:
                      nodes:
                        type: mooring:%s:NodePool
                        properties:
                          cluster:
                            name: shop
                            endpoint: https://127.0.0.1:8443
                            caCertHash: sha256:%s
                            kubeconfig: {fn::readFile: %s}
                          replicas: %d
                          maxSurge: %d
                          maxUnavailable: %d
                          machine:
                    %s\
                    """
                            .formatted(
                                    cloud.name(),
                                    "0123456789abcdef".repeat(4),
                                    kubeconfig,
                                    SIZE,
                                    surge,
                                    unavailable,
                                    cloud.settings(generation).indent(8)));
        }

        /// Since it was last asked what it had seen.
        ///
        /// @param left how many machines a run that was killed has left
        void isRolled(Map<String, String> old, int left) throws Exception {
            Map<String, String> now = cloud.machines();
            assertThat(now).hasSize(SIZE);
            assertThat(now.values()).doesNotContainAnyElementsOf(old.values());
            assertThat(cluster.seen())
                    .isNotEmpty()
                    .allSatisfy(it ->
                            assertThat(it).hasSizeBetween(SIZE - unavailable, SIZE + surge + left));
            assertThat(cluster.drained()).containsAll(old.keySet());
            assertThat(
                            project.resources().stream()
                                    .map(it -> it.at("/outputs/nodeName").asString(""))
                                    .filter(it -> !it.isEmpty()))
                    .containsExactlyInAnyOrderElementsOf(now.keySet());
        }
    }
}
