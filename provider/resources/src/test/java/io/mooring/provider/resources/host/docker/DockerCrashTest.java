package io.mooring.provider.resources.host.docker;

import static io.mooring.provider.resources.host.docker.GivenEngine.CLUSTER;
import static io.mooring.provider.resources.host.docker.GivenEngine.IMAGE;
import static io.mooring.provider.resources.host.docker.GivenEngine.PATIENT;
import static io.mooring.provider.resources.host.docker.GivenEngine.named;
import static io.mooring.provider.resources.host.docker.GivenEngine.up;
import static io.mooring.provider.resources.host.docker.GivenEngine.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.docker.testkit.FakeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever was the last change that an engine made before it or its client went away, doing the
/// same again comes to the same end.
final class DockerCrashTest {

    private static final int MOST = 30;
    private static final String CHANGED = "logging: {encoding: json}";

    @TempDir private Path directory = Path.of("");

    private interface Work {
        void on(DockerHost host);
    }

    @Test
    void makingIt() throws IOException {
        int cut = each(_ -> {}, host -> up(host, wanted("{}")), true);

        assertThat(cut).isGreaterThanOrEqualTo(5);
    }

    @Test
    void changingIt() throws IOException {
        int cut = each(host -> up(host, wanted("{}")), host -> up(host, wanted(CHANGED)), true);

        assertThat(cut).isGreaterThanOrEqualTo(5);
    }

    @Test
    void pausingAndResumingIt() throws IOException {
        int cut =
                each(
                        host -> up(host, wanted("{}")),
                        host -> {
                            host.pause(CLUSTER, Instant.EPOCH, PATIENT);
                            host.resume(CLUSTER, PATIENT);
                        },
                        true);

        assertThat(cut).isGreaterThanOrEqualTo(4);
    }

    @Test
    void removingIt() throws IOException {
        int cut =
                each(host -> up(host, wanted("{}")), host -> host.remove(CLUSTER, PATIENT), false);

        assertThat(cut).isGreaterThanOrEqualTo(4);
    }

    /// @return after how many changes it went on as if nothing had happened
    private int each(Work before, Work work, boolean stays) throws IOException {
        for (int count = 1; count < MOST; count++) {
            Path place = Files.createDirectory(directory.resolve("after-" + count));
            try (var engine = new FakeEngine(place)) {
                engine.world().withImage(IMAGE);
                DockerHost host = GivenEngine.host(engine);
                before.on(host);
                engine.dieAfter(count);
                boolean died = died(host, work, engine);
                engine.comeBack();
                work.on(GivenEngine.host(engine));
                if (stays) {
                    assertThat(engine.world().containers()).containsExactly(named("mooring-shop"));
                    assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
                } else {
                    assertThat(engine.world().isEmpty()).isTrue();
                }
                if (!died) {
                    return count;
                }
            }
        }
        throw new AssertionError("no end of changes");
    }

    private static boolean died(DockerHost host, Work work, FakeEngine engine) {
        try {
            work.on(host);
            return false;
        } catch (HostFailure e) {
            assertThat(engine.isAway()).as(e.getMessage()).isTrue();
            assertThat(e).hasMessageContaining("gave no usable answer to");
            return true;
        }
    }
}
