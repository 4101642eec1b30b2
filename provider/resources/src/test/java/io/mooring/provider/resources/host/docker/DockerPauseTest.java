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
import io.mooring.provider.resources.host.PausedCluster;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DockerPauseTest extends EngineTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.5Z");

    @Test
    void aPauseStopsTheContainerAndAResumeStartsTheSameOne() {
        up(host, wanted("{}"));
        String before = world.id(NAME);

        PausedCluster paused = host.pause(CLUSTER, NOON, PATIENT);

        assertThat(paused).isEqualTo(new PausedCluster("2026-11-22T12:00:00Z", 1, 0));
        assertThat(host.state(CLUSTER)).isEqualTo(new ClusterState.Paused("2026-11-22T12:00:00Z"));
        assertThat(host.drift(wanted("{}"))).isEmpty();
        assertThat(host.pause(CLUSTER, NOON.plusSeconds(60), PATIENT)).isEqualTo(paused);
        host.resume(CLUSTER, PATIENT);
        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
        assertThat(world.id(NAME)).isEqualTo(before);
        world.stop(NAME, 0);
        assertThat(host.state(CLUSTER))
                .isEqualTo(new ClusterState.Down("its container does not run, exit code 0"));
    }

    @Test
    void aStartEndsAPause() {
        up(host, wanted("{}"));
        host.pause(CLUSTER, NOON, PATIENT);

        up(host, wanted("{}"));

        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
    }

    @Test
    void aStartThatIsCutShortLeavesNoPauseBehind() {
        up(host, wanted("{}"));
        host.pause(CLUSTER, NOON, PATIENT);
        engine.dieAfter(2);
        assertThatThrownBy(() -> host.start(wanted("{}"), PATIENT)).isInstanceOf(HostFailure.class);
        engine.comeBack();

        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
        world.stop(NAME, 0);
        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Down.class);
    }

    @Test
    void whatSomebodyElseStoppedIsNotResumed() {
        up(host, wanted("{}"));
        world.stop(NAME, 137);

        assertThatThrownBy(() -> host.resume(CLUSTER, PATIENT))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                        "resuming control plane shop in the engine at %s: its container does not run, and no `mooring pause` stopped it: exit code 137, it was out of memory; `pulumi up` or `terraform apply` starts it")
                                .formatted(engine.endpoint()));
    }

    @Test
    void whatNobodyMadeIsNeitherPausedNorThere() {
        assertThat(host.state(CLUSTER)).isEqualTo(new ClusterState.Absent());
        assertThatThrownBy(() -> host.pause(CLUSTER, NOON, PATIENT))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        named(
                                        "pausing control plane shop: the engine at %s has no container mooring-shop; `mooring list` with the same options shows what there is")
                                .formatted(engine.endpoint()));
    }

    @Test
    void aFrozenContainerIsLetGoOn() {
        up(host, wanted("{}"));
        world.freeze(NAME);

        assertThat(host.state(CLUSTER))
                .isEqualTo(
                        new ClusterState.Down(
                                named(
                                        "its container is frozen; `docker unpause mooring-shop` lets it go on")));
        up(host, wanted("{}"));
        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
    }

    @Test
    void aResumeLetsAFrozenContainerGoOn() {
        up(host, wanted("{}"));
        world.freeze(NAME);

        host.resume(CLUSTER, PATIENT);

        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
    }
}
