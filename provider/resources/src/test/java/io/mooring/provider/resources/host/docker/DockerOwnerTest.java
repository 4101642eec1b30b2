package io.mooring.provider.resources.host.docker;

import static io.mooring.provider.resources.host.docker.GivenEngine.CLUSTER;
import static io.mooring.provider.resources.host.docker.GivenEngine.PATIENT;
import static io.mooring.provider.resources.host.docker.GivenEngine.named;
import static io.mooring.provider.resources.host.docker.GivenEngine.up;
import static io.mooring.provider.resources.host.docker.GivenEngine.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DockerOwnerTest extends EngineTest {

    @Test
    void itsThingsSayWhoseTheyAre() {
        up(host, wanted("{}"));

        assertThat(world.label(NAME, "io.mooring.owner")).isEqualTo("me");
        assertThat(world.networkLabels("io.mooring.owner")).containsExactly("me");
        assertThat(world.inspect(NAME)).contains("\"io.mooring.owner\":\"me\"");
    }

    @Test
    void removingItLeavesNothingAndMayBeRepeated() {
        up(host, wanted("{}"));

        host.remove(CLUSTER, PATIENT);
        host.remove(CLUSTER, PATIENT);

        assertThat(world.isEmpty()).isTrue();
        assertThat(host.state(CLUSTER)).isEqualTo(new ClusterState.Absent());
    }

    @Test
    void theNameOfAnothersClusterIsLeftAlone() {
        up(host, wanted("them", "{}"));
        engine.changes();

        assertThatThrownBy(() -> host.claim(wanted("me", "{}")))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                        "making control plane shop: the engine at %s has a volume or a container mooring-shop, which belongs to them; choose another name")
                                .formatted(engine.endpoint()));
        assertThat(engine.changes()).isEmpty();
    }

    @Test
    void aContainerThatIsNotOursIsNeitherTakenNorRemoved() {
        world.foreign(NAME);

        assertThatThrownBy(() -> host.claim(wanted("{}")))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining(named("has a container mooring-shop that is not Mooring's"));
        host.remove(CLUSTER, PATIENT);
        assertThat(world.containers()).containsExactly(NAME);
        assertThat(engine.changes()).isEmpty();
    }

    @Test
    void anotherOwnerRestartsNothing() {
        up(host, wanted("them", "{}"));
        String before = world.id(NAME);
        engine.changes();

        host.start(wanted("me", "{}"), PATIENT);

        assertThat(host.drift(wanted("me", "{}"))).isEmpty();
        assertThat(engine.changes()).containsExactly(named("POST /containers/mooring-shop/start"));
        assertThat(world.id(NAME)).isEqualTo(before);
    }

    @Test
    void aVolumeThatIsNotOursIsNotWrittenTo() {
        var place = GivenEngine.place(engine, OptionalInt.of(8443), Optional.empty());
        up(host, wanted("{}"));
        world.remove(NAME);
        world.foreignVolume(NAME);
        engine.changes();

        assertThatThrownBy(() -> GivenEngine.host(place).start(wanted("{}"), PATIENT))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                        "starting control plane shop: the engine at %s has a volume mooring-shop that is not Mooring's, and nothing was written to it; if its data are of no use, remove it with `docker volume rm mooring-shop` and run this again, which begins with an empty one")
                                .formatted(engine.endpoint()));
        assertThat(engine.changes()).isEmpty();
        assertThat(world.files(NAME)).isEmpty();
    }

    @Test
    void noPortIsDrawnThatAPausedOneWillWantAgain() {
        host.claim(wanted("{}"));
        int drawn = Integer.parseInt(world.label(NAME, "io.mooring.port"));
        host.remove(CLUSTER, PATIENT);
        world.resting("other", drawn);

        host.claim(wanted("{}"));

        assertThat(world.label(NAME, "io.mooring.port")).isNotEqualTo(Integer.toString(drawn));
    }
}
