package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.WantedCluster;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The network that a control plane's container is on, by itself unless another one is named.
final class EngineNetwork {

    private EngineNetwork() {}

    static String name(DockerPlace place, String cluster) {
        return place.network().orElse(EngineNames.of(cluster));
    }

    /// Makes the cluster's own, unless another is named, which must be there.
    static void ensure(Engine engine, DockerPlace place, WantedCluster wanted) {
        if (place.network().isPresent()) {
            if (engine.find("/networks/" + place.network().get()).isEmpty()) {
                throw new HostFailure.Unusable(
                        "starting %s: %s has no network %s; make it, or leave host.docker.network out"
                                .formatted(wanted, place, place.network().get()));
            }
            return;
        }
        if (of(engine, wanted.name()).isEmpty()) {
            engine.call(
                    EngineRequest.of("POST", "/networks/create")
                            .json(
                                    Map.of(
                                            "Name",
                                            EngineNames.of(wanted.name()),
                                            "Driver",
                                            "bridge",
                                            "Labels",
                                            EngineNames.labels(wanted))));
        }
    }

    static boolean isThere(Engine engine, DockerPlace place, String cluster) {
        return place.network()
                .map(other -> engine.find("/networks/" + other).isPresent())
                .orElseGet(() -> !of(engine, cluster).isEmpty());
    }

    /// Removes the cluster's own: engines let several have one name, so there may be more.
    static void remove(Engine engine, String cluster) {
        for (JsonNode network : of(engine, cluster)) {
            engine.delete(
                    EngineRequest.of("DELETE", "/networks/" + network.path("Id").asString("")));
        }
    }

    private static List<JsonNode> of(Engine engine, String cluster) {
        Stream<JsonNode> all =
                engine.call(
                                EngineRequest.of("GET", "/networks")
                                        .with("filters", EngineNames.filter(cluster)))
                        .valueStream();
        return all.filter(it -> EngineNames.isOf(cluster, it.path("Labels"))).toList();
    }
}
