package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Makes, starts and stops the container of one control plane. Every call may be repeated.
record ServerRun(Engine engine, String cluster) {

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /// Brings the container to what is wanted, without starting it: one that was made for something
    /// else goes, and its data stay.
    void shape(ContainerSpec wanted, Progress progress) {
        Optional<ContainerView> there = own();
        if (there.filter(it -> ContainerDrift.of(it, wanted).isEmpty()).isPresent()) {
            return;
        }
        if (there.isPresent()) {
            progress.say("stopping control plane " + cluster + " to start it anew");
            remove(there.get());
        }
        engine.call(
                EngineRequest.of("POST", "/containers/create")
                        .with("name", EngineNames.of(cluster))
                        .json(wanted.body()));
    }

    /// The container, if it is the cluster's.
    ///
    /// @throws HostFailure.Unusable if it is somebody else's
    Optional<ContainerView> own() {
        Optional<ContainerView> there = ContainerView.find(engine, cluster);
        if (there.filter(it -> !it.isOf(cluster)).isPresent()) {
            throw new HostFailure.Unusable(
                    "working on control plane %s: the engine at %s has a container %s that is not Mooring's; remove that, or choose another name"
                            .formatted(cluster, engine.endpoint(), EngineNames.of(cluster)));
        }
        return there;
    }

    /// Has it run.
    void start(ContainerView container) {
        if (container.isFrozen()) {
            engine.call(EngineRequest.of("POST", path("unpause")));
        }
        try {
            engine.call(EngineRequest.of("POST", path("start")));
        } catch (EngineFailure e) {
            throw isAboutPort(e) ? portTaken(container, e) : e;
        }
    }

    private static boolean isAboutPort(EngineFailure e) {
        String said = e.said().toLowerCase(Locale.ROOT);
        return said.contains("already allocated")
                || said.contains("already in use")
                || said.contains("cannot assign requested address");
    }

    private HostFailure.Unusable portTaken(ContainerView container, EngineFailure e) {
        String port =
                container.publishedPort().isPresent()
                        ? Integer.toString(container.publishedPort().getAsInt())
                        : "it is to have";
        return new HostFailure.Unusable(
                "starting control plane %s: port %s of the machine of the engine at %s is not to be had: %s; end what has it, or give another host.docker.port or hostIp"
                        .formatted(cluster, port, engine.endpoint(), e.said()),
                e);
    }

    /// Returns when it has ended, which takes [ContainerSpec#STOP_SECONDS] at most.
    void stop(ContainerView container) {
        if (container.isFrozen()) {
            engine.call(EngineRequest.of("POST", path("unpause")));
        }
        engine.call(
                EngineRequest.of("POST", path("stop"))
                        .with("t", Integer.toString(ContainerSpec.STOP_SECONDS))
                        .within(ANSWER.plusSeconds(ContainerSpec.STOP_SECONDS)));
    }

    /// Stops and removes it; its volume stays.
    void remove(ContainerView container) {
        if (container.isAtWork()) {
            stop(container);
        }
        engine.delete(
                EngineRequest.of("DELETE", "/containers/" + EngineNames.of(cluster))
                        .with("force", "true")
                        .with("v", "true")
                        .within(ANSWER.plusSeconds(ContainerSpec.STOP_SECONDS)));
    }

    private String path(String verb) {
        return "/containers/" + EngineNames.of(cluster) + "/" + verb;
    }
}
