package io.mooring.provider.resources.host.docker;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.WantedCluster;
import io.mooring.provider.resources.host.docker.testkit.FakeEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What tests of control planes in an engine start from.
final class GivenEngine {

    /// Another one in each process: the port that is drawn for it is a real one.
    static final String CLUSTER = "shop-" + ProcessHandle.current().pid();

    static final String IMAGE = "mooring.local/control-plane:0.1.0";
    static final Progress PATIENT = new GivenPatience(Duration.ofMinutes(1));
    static final Progress IMPATIENT = new GivenPatience(Duration.ofMillis(-1));

    private GivenEngine() {}

    static DockerHost host(FakeEngine engine) {
        return host(DockerPlace.at(engine.endpoint()));
    }

    static DockerHost host(DockerPlace place) {
        return new DockerHost(place, new KubeClients(Duration.ofSeconds(5)));
    }

    static DockerPlace place(FakeEngine engine, OptionalInt port, Optional<String> address) {
        return new DockerPlace(
                engine.endpoint(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                port,
                address,
                Optional.empty(),
                OptionalLong.empty());
    }

    static DockerPlace withArchive(FakeEngine engine, Path archive) {
        return new DockerPlace(
                engine.endpoint(),
                Optional.empty(),
                Optional.of(archive),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    static WantedCluster wanted(String yaml) {
        return wanted("me", yaml);
    }

    static WantedCluster wanted(String owner, String yaml) {
        return new WantedCluster(CLUSTER, owner, ConfigLoader.loadStandalone(yaml, "").config());
    }

    /// The text with that cluster in place of `shop`.
    static String named(String text) {
        return text.replace("shop", CLUSTER);
    }

    /// Brings it up, as a resource does.
    static void up(DockerHost host, WantedCluster wanted) {
        host.claim(wanted);
        host.start(wanted, PATIENT);
        host.awaitReady(wanted, PATIENT);
    }
}
