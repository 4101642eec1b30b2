package io.mooring.provider.resources.host.docker;

import static io.mooring.provider.resources.host.docker.GivenEngine.CLUSTER;
import static io.mooring.provider.resources.host.docker.GivenEngine.IMAGE;
import static io.mooring.provider.resources.host.docker.GivenEngine.named;
import static io.mooring.provider.resources.host.docker.GivenEngine.up;
import static io.mooring.provider.resources.host.docker.GivenEngine.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.docker.testkit.FakeEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerSnapshotTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir private Path directory = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private FakeEngine engine;
    private ContainerSnapshot snapshot;

    @BeforeEach
    void aControlPlane() throws IOException {
        engine = new FakeEngine(directory);
        engine.world().withImage(IMAGE);
        snapshot = new ContainerSnapshot(DockerPlace.at(engine.endpoint()), CLUSTER);
    }

    @AfterEach
    void end() throws IOException {
        engine.close();
    }

    @Test
    void itComesOutByTheOutputAndThePassphraseGoesInByTheInput() throws IOException {
        up(GivenEngine.host(engine), wanted("{}"));
        engine.world().running((command, input) -> command + " told " + input);

        snapshot.write("correct horse", out, LIMIT);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        named(
                                "[\"/opt/mooring/runtime/bin/java\",\"@/opt/mooring/java.args\",\"io.mooring.cli.Main\",\"snapshot\",\"create\",\"-\",\"--name=shop\",\"--config=/data/host/config.yaml\",\"--data-dir=/data/mooring\",\"--passphrase-file=-\"] told correct horse\n"));
    }

    @Test
    void whatTheProgramSaysOfItsFailureIsPassedOn() {
        up(GivenEngine.host(engine), wanted("{}"));

        assertThatThrownBy(() -> snapshot.write("correct horse", out, LIMIT))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                        "making a snapshot of control plane shop in the engine at %s: no store")
                                .formatted(engine.endpoint()));
    }

    @Test
    void oneThatTakesTooLongIsToldByItsLimit() {
        up(GivenEngine.host(engine), wanted("{}"));
        var never = new CompletableFuture<String>();
        engine.world().running((_, _) -> never.join());

        assertThatThrownBy(() -> snapshot.write("correct horse", out, Duration.ofSeconds(1)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining("did not finish its answer to POST /exec/")
                .hasMessageEndingWith("/start in 1 s");
        never.complete("");
    }

    @Test
    void oneThatDoesNotRunMakesNone() {
        assertThatThrownBy(() -> snapshot.write("correct horse", out, LIMIT))
                .hasMessageEndingWith(": its container is not there");
        assertThatThrownBy(() -> snapshot.write("two\nlines", out, LIMIT))
                .hasMessageContaining("the passphrase ");
    }
}
