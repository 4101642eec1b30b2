package io.mooring.provider.resources.host.docker;

import static io.mooring.provider.resources.host.docker.GivenEngine.CLUSTER;
import static io.mooring.provider.resources.host.docker.GivenEngine.IMPATIENT;
import static io.mooring.provider.resources.host.docker.GivenEngine.PATIENT;
import static io.mooring.provider.resources.host.docker.GivenEngine.named;
import static io.mooring.provider.resources.host.docker.GivenEngine.up;
import static io.mooring.provider.resources.host.docker.GivenEngine.wanted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.docker.testkit.EngineWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DockerHostTest extends EngineTest {

    private static final String DATABASE =
            "controlPlane: {backingStore: {database: {external: {enabled: true, dataSource: 'mysql://root:hunter2@tcp(db:3306)/kine'}}}}";

    @Test
    void aControlPlaneIsAVolumeANetworkAndAContainerInThatOrder() {
        up(host, wanted("{}"));

        assertThat(engine.changes())
                .containsExactly(
                        "POST /volumes/create",
                        "POST /networks/create",
                        "POST /containers/create",
                        named("PUT /containers/mooring-shop/archive"),
                        named("POST /containers/mooring-shop/start"));
        assertThat(host.drift(wanted("{}"))).isEmpty();
        assertThat(host.state(CLUSTER)).isInstanceOf(ClusterState.Up.class);
    }

    @Test
    void itsContainerMayDoAsLittleAsAPodOfAHostCluster() {
        up(host, wanted("{}"));

        assertThat(world.inspect(NAME))
                .contains("\"User\":\"65532:65532\"")
                .contains("\"ReadonlyRootfs\":true")
                .contains("\"CapDrop\":[\"ALL\"]")
                .contains("\"SecurityOpt\":[\"no-new-privileges\"]")
                .contains("\"Memory\":2147483648")
                .contains("\"HostIp\":\"127.0.0.1\"")
                .contains("\"RestartPolicy\":{\"Name\":\"unless-stopped\"}");
    }

    @Test
    void whatTheServerIsToldIsInItsVolumeAndInNothingThatTheEngineShows() {
        up(host, wanted(DATABASE));

        assertThat(world.file(NAME, "host/config.yaml")).contains("hunter2");
        assertThat(world.inspect(NAME)).doesNotContain("hunter2").doesNotContain("dataSource");
        assertThat(host.config(CLUSTER)).contains("hunter2");
    }

    @Test
    void nodesAndUsersFindItAtTheAddressThatIsGiven() {
        var place = GivenEngine.place(engine, OptionalInt.of(0), Optional.of("10.8.0.1"));

        assertThat(place.exposed(30443)).isEqualTo("10.8.0.1:30443");
        assertThat(place.publishedOn(wanted("{}"))).isEqualTo("0.0.0.0");
        assertThat(DockerPlace.at(engine.endpoint()).publishedOn(wanted("{}")))
                .isEqualTo("127.0.0.1");
        var remote = DockerPlace.at(EngineEndpoint.parse("http://box:2375", Optional.empty()));
        assertThat(remote.exposed(30443)).isEqualTo("box:30443");
        assertThat(remote.publishedOn(wanted("{}"))).isEqualTo("0.0.0.0");
        var behindVpn = wanted("controlPlane: {endpoint: 'vpn.example.com:8443'}");
        assertThat(DockerPlace.at(engine.endpoint()).wantedPort(behindVpn)).hasValue(8443);
        assertThat(DockerPlace.at(engine.endpoint()).publishedOn(behindVpn)).isEqualTo("0.0.0.0");
    }

    @Test
    void aRunningOneIsFoundByItsKubeconfig() {
        up(host, wanted("{}"));

        RunningCluster cluster = host.awaitReady(wanted("{}"), PATIENT);

        assertThat(cluster.caCertHash()).isEqualTo(EngineWorld.CA_HASH);
        assertThat(cluster.version()).isEqualTo("v1.34.4");
        assertThat(cluster.kubeconfig()).contains("server: " + cluster.endpoint());
        assertThat(cluster.localPort()).isEmpty();
        assertThat(EngineCluster.in(DockerPlace.at(engine.endpoint()), clients()))
                .containsExactly(new EngineCluster(CLUSTER, "me", new ClusterState.Up(cluster)));
    }

    private static KubeClients clients() {
        return new KubeClients(Duration.ofSeconds(5));
    }

    @Test
    void aSecondTimeChangesNothing() {
        up(host, wanted("{}"));
        engine.changes();

        up(host, wanted("{}"));

        assertThat(engine.changes()).containsExactly(named("POST /containers/mooring-shop/start"));
    }

    @Test
    void anotherConfigurationMakesTheContainerAnewAndKeepsVolumeAndPort() {
        up(host, wanted("{}"));
        String endpoint = host.awaitReady(wanted("{}"), PATIENT).endpoint();
        engine.changes();

        up(host, wanted("logging: {encoding: json}"));

        assertThat(engine.changes())
                .containsExactly(
                        named("POST /containers/mooring-shop/stop"),
                        named("DELETE /containers/mooring-shop"),
                        "POST /containers/create",
                        named("PUT /containers/mooring-shop/archive"),
                        named("POST /containers/mooring-shop/start"));
        assertThat(host.awaitReady(wanted("{}"), PATIENT).endpoint()).isEqualTo(endpoint);
    }

    @Test
    void whatARunningServerSeesByItselfIsPutThereAsAWholeAndRestartsNothing() {
        up(host, wanted("{}"));
        String before = world.id(NAME);
        engine.changes();
        String pools =
                "privateNodes: {autoNodes: [{provider: local, static: [{name: s, quantity: 1}]}]}";

        up(host, wanted(pools));

        assertThat(engine.changes())
                .containsExactly(
                        named("PUT /containers/mooring-shop/archive"),
                        named("POST /containers/mooring-shop/start"));
        assertThat(world.id(NAME)).isEqualTo(before);
        assertThat(world.file(NAME, "host/config.yaml")).contains("quantity: 1");
        assertThat(world.extracted(NAME))
                .containsExactly(
                        "5 host/",
                        "0 host/config.yaml.new",
                        "1 host/config.yaml host/config.yaml.new");
    }

    @Test
    void whatSomebodyChangedIsDriftAndIsMended() {
        up(host, wanted("{}"));
        world.change(NAME, "/HostConfig/Memory", "536870912");
        world.change(NAME, "/HostConfig/RestartPolicy/Name", "\"no\"");
        world.change(
                NAME,
                "/HostConfig/PortBindings",
                "{\"8443/tcp\": [{\"HostIp\": \"0.0.0.0\", \"HostPort\": \"1\"}]}");

        assertThat(host.drift(wanted("{}")))
                .hasSize(3)
                .contains(
                        "the memory of its container is 536870912, not 2147483648",
                        "the restart policy of its container is \"no\", not \"unless-stopped\"");
        up(host, wanted("{}"));
        assertThat(host.drift(wanted("{}"))).isEmpty();
    }

    @Test
    void aContainerThatIsGoneIsMadeAnew() {
        up(host, wanted("{}"));
        String config = host.config(CLUSTER);
        world.remove(NAME);

        assertThat(host.state(CLUSTER)).isEqualTo(new ClusterState.Down("its container is gone"));
        assertThat(host.drift(wanted("{}")))
                .containsExactly(named("container mooring-shop is gone"));
        up(host, wanted("{}"));
        assertThat(host.config(CLUSTER)).isEqualTo(config);
    }

    @Test
    void aServerThatKeepsEndingIsReportedWithTheEndOfItsLog() {
        world.crashing("first\nthe disk is full");
        host.claim(wanted("{}"));
        host.start(wanted("{}"), PATIENT);

        assertThatThrownBy(() -> host.awaitReady(wanted("{}"), PATIENT))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessage(
                        named(
                                        """
                                        starting control plane shop in the engine at %s: not ready; last seen: it ended 7 times and is started again, last with exit code 1
                                        Container mooring-shop is restarting, it was started again 8 times, exit code 1. The end of its log:
                                        first
                                        the disk is full\
                                        """)
                                .formatted(engine.endpoint()));
    }

    @Test
    void whatItWentThroughBeforeDoesNotMakeItHopeless() {
        up(host, wanted("{}"));
        world.restarted(NAME, 9);
        world.awayFor(NAME, 12);

        assertThat(host.awaitReady(wanted("{}"), PATIENT).version()).isEqualTo("v1.34.4");
    }

    @Test
    void whoHasNoPatienceIsToldWhatWasSeenLast() {
        up(host, wanted("{}"));
        world.remove(NAME);

        assertThatThrownBy(() -> host.awaitReady(wanted("{}"), IMPATIENT))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageContaining("last seen: its container is gone");
    }
}
