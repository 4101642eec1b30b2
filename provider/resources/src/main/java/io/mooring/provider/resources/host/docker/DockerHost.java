package io.mooring.provider.resources.host.docker;

import io.mooring.api.EffectiveConfig;
import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.PausedCluster;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.WantedCluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Control planes in a container engine.
public final class DockerHost implements ControlPlaneHost {

    private final DockerPlace place;
    private final KubeClients clients;

    /// @param clients for virtual clusters
    public DockerHost(DockerPlace place, KubeClients clients) {
        this.place = place;
        this.clients = clients;
    }

    @Override
    public void claim(WantedCluster wanted) {
        place.call(
                "making " + wanted,
                engine -> {
                    new ServerRun(engine, wanted.name())
                            .own()
                            .flatMap(it -> it.label(EngineNames.OWNER))
                            .ifPresent(owner -> refuse(wanted, owner));
                    DataVolume volume = DataVolume.ensure(engine, wanted);
                    refuse(wanted, volume.isOf(wanted.name()) ? volume.owner() : "somebody else");
                    return volume;
                });
    }

    private void refuse(WantedCluster wanted, String owner) {
        if (!owner.equals(wanted.owner())) {
            throw new HostFailure.Unusable(
                    "making %s: %s has a volume or a container %s, which belongs to %s; choose another name"
                            .formatted(wanted, place, EngineNames.of(wanted.name()), owner));
        }
    }

    @Override
    public void start(WantedCluster wanted, Progress progress) {
        place.call(
                "starting " + wanted,
                engine -> {
                    var run = new ServerRun(engine, wanted.name());
                    run.own();
                    DataVolume volume = DataVolume.ensure(engine, wanted);
                    requireOurs(wanted, volume);
                    Images.ensure(engine, place, wanted, progress);
                    EngineNetwork.ensure(engine, place, wanted);
                    run.shape(spec(wanted, volume), progress);
                    var files = new VolumeFiles(engine, wanted.name());
                    files.writeConfig(EffectiveConfig.toYaml(wanted.config()));
                    progress.say("starting control plane " + wanted.name());
                    // first, so that no crash leaves a running one marked, which a later stop would
                    // tell as this pause
                    files.unmarkPaused();
                    run.start(there(run, "starting"));
                    return volume;
                });
    }

    /// Ours may have been removed since the first start, and another of its name made by somebody.
    private void requireOurs(WantedCluster wanted, DataVolume volume) {
        if (!volume.isOf(wanted.name())) {
            throw new HostFailure.Unusable(
                    "starting %s: %s has a volume %s that is not Mooring's, and nothing was written to it; if its data are of no use, remove it with `docker volume rm %s` and run this again, which begins with an empty one"
                            .formatted(
                                    wanted,
                                    place,
                                    EngineNames.of(wanted.name()),
                                    EngineNames.of(wanted.name())));
        }
    }

    private ContainerSpec spec(WantedCluster wanted, DataVolume volume) {
        return new ContainerSpec(
                place,
                wanted,
                place.wantedPort(wanted)
                        .orElseGet(() ->
                                volume.port()
                                        .orElseThrow(() ->
                                                new HostFailure.Unusable(
                                                        "starting %s: its volume %s says no port; give host.docker.port"
                                                                .formatted(
                                                                        wanted,
                                                                        EngineNames.of(
                                                                                wanted.name()))))));
    }

    @Override
    public RunningCluster awaitReady(WantedCluster wanted, Progress progress) {
        return place.call(
                "starting " + wanted,
                engine -> awaited(engine, wanted.name()).untilReady(progress));
    }

    private ContainerWait awaited(Engine engine, String name) {
        return new ContainerWait(place, engine, clients, name);
    }

    @Override
    public ClusterState state(String name) {
        return place.call(
                "looking at control plane " + name,
                engine -> ContainerReadiness.look(engine, clients, name));
    }

    @Override
    public PausedCluster pause(String name, Instant now, Progress progress) {
        return place.call(
                "pausing control plane " + name,
                engine -> {
                    var run = new ServerRun(engine, name);
                    ContainerView container = there(run, "pausing");
                    var files = new VolumeFiles(engine, name);
                    String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
                    if (container.isAtWork() || files.pausedSince().isEmpty()) {
                        files.markPaused(since);
                    } else {
                        since = files.pausedSince().get();
                    }
                    progress.say("stopping control plane " + name);
                    run.stop(container);
                    return new PausedCluster(since, 1, 0);
                });
    }

    @Override
    public RunningCluster resume(String name, Progress progress) {
        return place.call(
                "resuming control plane " + name,
                engine -> {
                    var run = new ServerRun(engine, name);
                    ContainerView container = there(run, "resuming");
                    var files = new VolumeFiles(engine, name);
                    if (container.isFrozen()) {
                        progress.say("letting control plane " + name + " go on");
                        run.start(container);
                    } else if (!container.isAtWork()) {
                        if (files.pausedSince().isEmpty()) {
                            throw new HostFailure.Unusable(
                                    "resuming control plane %s in %s: its container does not run, and no `mooring pause` stopped it: %s; `pulumi up` or `terraform apply` starts it"
                                            .formatted(name, place, container.ending()));
                        }
                        progress.say("starting control plane " + name);
                        run.start(container);
                    }
                    files.unmarkPaused();
                    return awaited(engine, name).untilReady(progress);
                });
    }

    private ContainerView there(ServerRun run, String attempt) {
        return run.own()
                .orElseThrow(() ->
                        new HostFailure.Unusable(
                                "%s control plane %s: %s has no container %s; `mooring list` with the same options shows what there is"
                                        .formatted(
                                                attempt,
                                                run.cluster(),
                                                place,
                                                EngineNames.of(run.cluster()))));
    }

    @Override
    public List<String> drift(WantedCluster wanted) {
        return place.call("comparing " + wanted, engine -> drift(engine, wanted));
    }

    private List<String> drift(Engine engine, WantedCluster wanted) {
        String name = EngineNames.of(wanted.name());
        Optional<DataVolume> volume =
                DataVolume.find(engine, wanted.name()).filter(it -> it.isOf(wanted.name()));
        Optional<ContainerView> container = ContainerView.find(engine, wanted.name());
        if (volume.isEmpty()) {
            return List.of("volume " + name + " is gone, and its data with it");
        }
        var drift = new ArrayList<String>();
        if (!EngineNetwork.isThere(engine, place, wanted.name())) {
            drift.add("network " + EngineNetwork.name(place, wanted.name()) + " is gone");
        }
        if (container.isEmpty()) {
            drift.add("container " + name + " is gone");
            return drift;
        }
        drift.addAll(ContainerDrift.of(container.get(), spec(wanted, volume.get())));
        Optional<String> told = new VolumeFiles(engine, wanted.name()).config();
        if (!told.equals(Optional.of(EffectiveConfig.toYaml(wanted.config())))) {
            drift.add("its configuration in volume " + name + " is another");
        }
        return drift;
    }

    @Override
    public String config(String name) {
        return place.call(
                "reading the configuration of control plane " + name,
                engine -> {
                    there(new ServerRun(engine, name), "reading the configuration of");
                    return new VolumeFiles(engine, name).config().orElse("");
                });
    }

    @Override
    public Optional<String> engine() {
        return Optional.of(place.endpoint().address());
    }

    @Override
    public void remove(String name, Progress progress) {
        place.call(
                "removing control plane " + name,
                engine -> {
                    Optional<ContainerView> container =
                            ContainerView.find(engine, name).filter(it -> it.isOf(name));
                    if (container.isPresent()) {
                        progress.say("stopping control plane " + name);
                        new ServerRun(engine, name).remove(container.get());
                    }
                    progress.say("removing the network and the volume of " + name);
                    EngineNetwork.remove(engine, name);
                    DataVolume.remove(engine, name);
                    return name;
                });
    }
}
