package io.mooring.provider.resources.host;

import io.mooring.api.EffectiveConfig;
import io.mooring.api.KubernetesVersion;
import java.time.Instant;
import java.util.List;

/// One data directory of this machine as the place of a control plane.
record LocalPlace(StandaloneLocalHost host, ControlPlaneFiles files) implements ControlPlaneHost {

    @Override
    public void claim(WantedCluster wanted) {
        host.claim(spec(wanted));
    }

    @Override
    public void start(WantedCluster wanted, Progress progress) {
        host.start(spec(wanted), progress);
    }

    @Override
    public RunningCluster awaitReady(WantedCluster wanted, Progress progress) {
        return host.awaitReady(spec(wanted), progress);
    }

    @Override
    public ClusterState state(String name) {
        return host.state(name, files);
    }

    @Override
    public PausedCluster pause(String name, Instant now, Progress progress) {
        return host.pause(name, files, now, progress);
    }

    @Override
    public RunningCluster resume(String name, Progress progress) {
        return host.resume(name, files, progress);
    }

    /// Its parts are made anew at every start, and what stopped does not answer: there is no more.
    @Override
    public List<String> drift(WantedCluster wanted) {
        return List.of();
    }

    @Override
    public String config(String name) {
        return host.config(files);
    }

    @Override
    public void remove(String name, Progress progress) {
        host.remove(name, files, progress);
    }

    private LocalClusterSpec spec(WantedCluster wanted) {
        return new LocalClusterSpec(
                wanted.name(),
                wanted.owner(),
                files,
                EffectiveConfig.toYaml(wanted.config()),
                EffectiveConfig.readAtStart(wanted.config()),
                KubernetesVersion.wanted(wanted.config()).orElseThrow());
    }
}
