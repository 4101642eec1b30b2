package io.mooring.provider.resources.host.docker;

import static io.mooring.provider.resources.host.docker.GivenEngine.CLUSTER;
import static io.mooring.provider.resources.host.docker.GivenEngine.IMAGE;
import static io.mooring.provider.resources.host.docker.GivenEngine.PATIENT;
import static io.mooring.provider.resources.host.docker.GivenEngine.named;
import static io.mooring.provider.resources.host.docker.GivenEngine.up;
import static io.mooring.provider.resources.host.docker.GivenEngine.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.docker.testkit.FakeEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTroubleTest {

    @TempDir private Path directory = Path.of("");

    private FakeEngine engine;

    @BeforeEach
    void anEngine() throws IOException {
        engine = new FakeEngine(directory);
    }

    @AfterEach
    void end() throws IOException {
        engine.close();
    }

    @Test
    void anEngineThatIsAwayIsNamedWithWhatToDo() {
        var nobody = EngineEndpoint.parse("unix:///nonexistent/engine.sock", Optional.empty());

        assertThatThrownBy(() -> GivenEngine.host(DockerPlace.at(nobody)).state(CLUSTER))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                "looking at control plane shop in the engine at unix:///nonexistent/engine.sock: no container engine answers at unix:///nonexistent/engine.sock (GET /version: No such file or directory); start it, or name another by host.docker.endpoint or DOCKER_HOST"));
    }

    @Test
    void anEngineThatIsTooOldOrTooNewIsToldByItsVersions() {
        engine.world().speaking("1.12", "1.40");

        assertThatThrownBy(() -> GivenEngine.host(engine).state(CLUSTER))
                .hasMessageEndingWith(
                        "is too old: it has version 1.40 of the Engine API, and 1.41 is needed; take Docker 20.10 or later");
        engine.world().speaking("1.60", "1.70");
        assertThatThrownBy(() -> GivenEngine.host(engine).state(CLUSTER))
                .hasMessageEndingWith(
                        "is too new: it has the Engine API from version 1.60 on, and this version of Mooring knows it up to 1.50; take a later one of Mooring");
    }

    @Test
    void withALaterEngineTheLastVersionIsSpokenThatBothKnow() {
        engine.world().withImage(IMAGE).speaking("1.44", "1.52");
        DockerHost host = GivenEngine.host(engine);

        up(host, wanted("{}"));

        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
    }

    @Test
    void anImageThatNobodyHasIsToldWithTheWaysToIt() {
        DockerHost host = GivenEngine.host(engine);
        host.claim(wanted("{}"));

        assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                "starting control plane shop: the engine has no image mooring.local/control-plane:0.1.0 and cannot pull it: manifest for mooring.local/control-plane:0.1.0 not found; make it with `make image` and name the archive in host.docker.imageArchive, or push it to a registry and name it in host.docker.image"));
    }

    @Test
    void anImageThatARegistryHasIsPulled() {
        engine.world().withPullable(IMAGE);

        up(GivenEngine.host(engine), wanted("{}"));

        assertThat(engine.changes()).contains("POST /images/create");
    }

    @Test
    void anArchiveIsLoadedOnceAndOneThatHoldsSomethingElseIsRefused() throws IOException {
        Path archive = Files.writeString(directory.resolve("image.tar"), "other:1");
        DockerHost host = GivenEngine.host(GivenEngine.withArchive(engine, archive));
        host.claim(wanted("{}"));

        assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT))
                .hasMessageContaining("holds no image mooring.local/control-plane:0.1.0");
        Files.writeString(archive, "nothing");
        assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT))
                .hasMessageEndingWith("as an image: invalid tar header");
        Files.writeString(archive, IMAGE);
        up(host, wanted("{}"));
        engine.changes();
        up(host, wanted("{}"));
        assertThat(engine.changes()).doesNotContain("POST /images/load");
        Files.delete(archive);
        up(host, wanted("{}"));
    }

    @Test
    void anAnswerThatIsBrokenIsNotToldAsAnEngineThatIsAway() {
        engine.dieAfter(0);

        assertThatThrownBy(() -> GivenEngine.host(engine).state(CLUSTER))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining(
                        "the engine at %s gave no usable answer to GET /version: "
                                .formatted(engine.endpoint()));
    }

    @Test
    void aPortThatIsTakenIsToldAndNothingIsLost() throws IOException {
        engine.world().withImage(IMAGE);
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            var place = GivenEngine.place(engine, OptionalInt.of(port), Optional.empty());
            DockerHost host = GivenEngine.host(place);
            host.claim(wanted("{}"));

            assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT))
                    .isInstanceOf(HostFailure.Unusable.class)
                    .hasMessageStartingWith(
                            named(
                                            "starting control plane shop: port %d of the machine of the engine at %s is not to be had:")
                                    .formatted(port, engine.endpoint()))
                    .hasMessageEndingWith(
                            "end what has it, or give another host.docker.port or hostIp");
            assertThat(host.state(CLUSTER))
                    .isEqualTo(new ClusterState.Down("its container has not been started"));
        }
        up(GivenEngine.host(engine), wanted("{}"));
    }

    @Test
    void aNetworkThatIsNamedMustBeThere() {
        engine.world().withImage(IMAGE);
        var usual = DockerPlace.at(engine.endpoint());
        var place =
                new DockerPlace(
                        usual.endpoint(),
                        usual.image(),
                        usual.imageArchive(),
                        usual.hostIp(),
                        usual.port(),
                        usual.address(),
                        Optional.of("office"),
                        usual.memoryMiB());
        DockerHost host = GivenEngine.host(place);
        host.claim(wanted("{}"));

        assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT))
                .hasMessage(
                        named(
                                        "starting control plane shop: %s has no network office; make it, or leave host.docker.network out")
                                .formatted(place));
    }
}
