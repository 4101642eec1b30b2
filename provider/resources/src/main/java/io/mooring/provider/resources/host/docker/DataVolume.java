package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.LoopbackPort;
import io.mooring.provider.resources.host.WantedCluster;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The volume with a control plane's data: the first that is made of it and the last that goes. Its
/// labels, which never change, say whose it is and which port was drawn for it.
record DataVolume(JsonNode told) {

    static Optional<DataVolume> find(Engine engine, String cluster) {
        return engine.find("/volumes/" + EngineNames.of(cluster)).map(DataVolume::new);
    }

    /// Makes it unless there is one of that name, whoever's that is.
    static DataVolume ensure(Engine engine, WantedCluster wanted) {
        Optional<DataVolume> there = find(engine, wanted.name());
        if (there.isPresent()) {
            return there.get();
        }
        var labels = EngineNames.labels(wanted);
        labels.put(EngineNames.PORT, Integer.toString(draw(engine, wanted.name())));
        // of two who do this at once, both are told of the one that came first
        return new DataVolume(
                engine.call(
                        EngineRequest.of("POST", "/volumes/create")
                                .json(
                                        Map.of(
                                                "Name",
                                                EngineNames.of(wanted.name()),
                                                "Driver",
                                                "local",
                                                "Labels",
                                                labels))));
    }

    /// Those of every cluster.
    static Stream<DataVolume> all(Engine engine) {
        return engine.call(
                        EngineRequest.of("GET", "/volumes").with("filters", EngineNames.filter()))
                .path("Volumes")
                .valueStream()
                .map(DataVolume::new);
    }

    /// A port that no container of the engine has, no control plane that is paused will want again,
    /// and nothing on its machine has as far as that is this one.
    private static int draw(Engine engine, String cluster) {
        Set<Integer> taken =
                engine.call(EngineRequest.of("GET", "/containers/json").with("all", "true"))
                        .valueStream()
                        .flatMap(container -> container.path("Ports").valueStream())
                        .map(port -> port.path("PublicPort").asInt(0))
                        .collect(Collectors.toSet());
        // an engine tells the ports of what runs
        all(engine).flatMapToInt(volume -> volume.port().stream()).forEach(taken::add);
        boolean isHere = engine.endpoint().publicHost().isEmpty();
        return LoopbackPort.draw(
                cluster, port -> !taken.contains(port) && (!isHere || LoopbackPort.isFree(port)));
    }

    boolean isOf(String cluster) {
        return EngineNames.isOf(cluster, labels());
    }

    /// The cluster that it is of.
    String cluster() {
        return labels().path(EngineNames.CLUSTER).asString("");
    }

    private JsonNode labels() {
        return told.path("Labels");
    }

    /// Who made it, in words.
    String owner() {
        return labels().path(EngineNames.OWNER).asString("somebody else");
    }

    OptionalInt port() {
        String text = labels().path(EngineNames.PORT).asString("");
        return text.matches("[0-9]{1,5}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    static void remove(Engine engine, String cluster) {
        find(engine, cluster)
                .filter(volume -> volume.isOf(cluster))
                .ifPresent(_ ->
                        engine.delete(
                                EngineRequest.of("DELETE", "/volumes/" + EngineNames.of(cluster))));
    }
}
