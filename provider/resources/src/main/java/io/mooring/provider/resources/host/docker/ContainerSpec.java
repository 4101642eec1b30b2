package io.mooring.provider.resources.host.docker;

import io.mooring.api.EffectiveConfig;
import io.mooring.provider.resources.host.Sha256;
import io.mooring.provider.resources.host.WantedCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The container that runs `mooring server`: as a pod of a host cluster would, it has a user
/// without rights, a root file system that is read-only, and nothing but its volume and `/tmp` to
/// write to.
///
/// @param publishedPort the port of the engine's machine that leads to it
record ContainerSpec(DockerPlace place, WantedCluster wanted, int publishedPort) {

    static final int STOP_SECONDS = 30;

    /// Until somebody stops it: an engine that starts again starts it too, unless it is paused.
    static final String RESTART = "unless-stopped";

    private static final String USER = "65532:65532";
    private static final long MEBIBYTE = 1024L * 1024;

    /// The same bytes for the same content.
    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /// What the engine is asked to make.
    Map<String, Object> body() {
        Map<String, Object> body = content();
        var labels = EngineNames.labels(wanted);
        labels.put(EngineNames.STAMP, stamp());
        body.put("Labels", labels);
        return body;
    }

    private Map<String, Object> content() {
        var body = new LinkedHashMap<String, Object>();
        body.put("Image", image());
        body.put("User", USER);
        body.put("Cmd", arguments());
        body.put("ExposedPorts", Map.of(port(), Map.of()));
        body.put("StopTimeout", STOP_SECONDS);
        body.put("HostConfig", hostConfig());
        return body;
    }

    private List<String> arguments() {
        var arguments = new ArrayList<String>();
        arguments.add("server");
        arguments.add("--config=" + VolumeFiles.CONFIG);
        arguments.add("--data-dir=" + VolumeFiles.DATA);
        arguments.add("--name=" + wanted.name());
        arguments.add("--endpoint=" + place.exposed(publishedPort));
        // other containers on its network find it by that name
        arguments.add("--certificate-name=" + EngineNames.of(wanted.name()));
        arguments.add("--log-format=JSON");
        return arguments;
    }

    private Map<String, Object> hostConfig() {
        var host = new LinkedHashMap<String, Object>();
        host.put(
                "Mounts",
                List.of(
                        Map.of(
                                "Type",
                                "volume",
                                "Source",
                                EngineNames.of(wanted.name()),
                                "Target",
                                VolumeFiles.VOLUME)));
        host.put("Tmpfs", Map.of("/tmp", "rw,exec,nosuid,nodev,size=64m,mode=1777"));
        host.put("ReadonlyRootfs", true);
        host.put("CapDrop", List.of("ALL"));
        host.put("SecurityOpt", List.of("no-new-privileges"));
        host.put("RestartPolicy", Map.of("Name", RESTART));
        host.put("PortBindings", portBindings());
        host.put("NetworkMode", EngineNetwork.name(place, wanted.name()));
        host.put("Memory", memory());
        return host;
    }

    String image() {
        return Images.reference(place, wanted);
    }

    Map<String, Object> portBindings() {
        return Map.of(
                port(),
                List.of(
                        Map.of(
                                "HostIp", place.publishedOn(wanted),
                                "HostPort", Integer.toString(publishedPort))));
    }

    long memory() {
        return place.memoryMiB().orElse(DockerPlace.USUAL_MEMORY_MIB) * MEBIBYTE;
    }

    private String port() {
        return wanted.config().controlPlane().proxy().port() + "/tcp";
    }

    /// Changes with whatever the container must be made anew for; it sees the rest by itself. Whose
    /// it is makes no difference: an import, or a stack with another name, restarts nothing.
    String stamp() {
        return Sha256.hex(
                SORTED.writeValueAsBytes(content()),
                EffectiveConfig.readAtStart(wanted.config()).getBytes(StandardCharsets.UTF_8));
    }
}
