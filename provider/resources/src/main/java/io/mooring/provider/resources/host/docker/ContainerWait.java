package io.mooring.provider.resources.host.docker;

import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.RunningCluster;
import java.time.Duration;
import java.util.Optional;

/// Waits for a control plane whose container has been started.
record ContainerWait(DockerPlace place, Engine engine, KubeClients clients, String cluster) {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int HOPELESS_RESTARTS = 4;

    /// @throws HostFailure.NotReady with the end of its log, when it does not in time or keeps
    ///   failing
    RunningCluster untilReady(Progress progress) {
        int before = ContainerView.find(engine, cluster).map(ContainerView::restarts).orElse(0);
        while (true) {
            String reason;
            switch (ContainerReadiness.look(engine, clients, cluster)) {
                case ClusterState.Up(RunningCluster running) -> {
                    return running;
                }
                case ClusterState.Down(String why) -> reason = why;
                case ClusterState.Paused paused -> reason = paused.reason();
                case ClusterState.Absent _ -> reason = "its volume and its container are gone";
            }
            progress.say("waiting for control plane " + cluster + ": " + reason);
            Optional<ContainerView> container = ContainerView.find(engine, cluster);
            boolean hopeless = container.map(it -> isHopeless(it, before)).orElse(true);
            if (hopeless || progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "starting control plane %s in %s: not ready; last seen: %s\n%s"
                                .formatted(
                                        cluster,
                                        place,
                                        reason,
                                        container
                                                .map(it ->
                                                        ContainerTrouble.report(
                                                                engine, it, cluster))
                                                .orElse("")));
            }
            progress.pause(PAUSE);
        }
    }

    /// @param before how often it had been started again when the wait began: engines count over
    ///   the container's life
    private static boolean isHopeless(ContainerView container, int before) {
        return !container.isAtWork() || container.restarts() - before >= HOPELESS_RESTARTS;
    }
}
