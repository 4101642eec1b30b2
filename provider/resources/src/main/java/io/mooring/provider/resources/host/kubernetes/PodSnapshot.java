package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.ContainerCommand;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.SnapshotPassphrase;
import io.mooring.provider.resources.host.SnapshotWords;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Has a control plane in a host cluster make a snapshot of itself: a pod of it runs the program
/// that is in its image. The snapshot comes out of it by its output, so that the pod needs no way
/// to where it is kept, and the passphrase goes in by its input, where nobody else sees it.
public final class PodSnapshot {

    private final HostCluster place;
    private final String cluster;

    public PodSnapshot(HostCluster place, String cluster) {
        this.place = place;
        this.cluster = cluster;
    }

    /// Writes it, encrypted, as it comes.
    ///
    /// @param limit how long it may take
    /// @throws IOException if it cannot be written on
    /// @throws HostFailure if there is none: what was written so far is not one
    public void write(String passphrase, OutputStream out, Duration limit) throws IOException {
        SnapshotPassphrase.problem(passphrase)
                .ifPresent(problem -> {
                    throw failure("the passphrase " + problem, null);
                });
        KubeObject pod = place.call(attempt(), this::pod);
        var command =
                new ContainerCommand(
                        ObjectRef.of(ResourceKind.POD, pod),
                        ServerContainer.NAME,
                        SnapshotWords.of(cluster, ServerContainer.CONFIG, ServerContainer.DATA),
                        new Secret(passphrase + "\n"));
        ContainerCommand.Ended ended;
        try {
            ended = place.client().run(command, out, limit);
        } catch (KubeFailure e) {
            throw failure(e.getMessage(), e);
        }
        if (ended.code() != 0) {
            throw failure(
                    "pod %s: %s".formatted(pod.name(), SnapshotWords.reason(ended.errors())), null);
        }
    }

    /// One that is ready, if any is; else one that runs, whose store may answer.
    private KubeObject pod(KubeClient host) {
        if (Anchor.find(host, place.namespace(), cluster).isEmpty()) {
            throw failure("there is none; mooring list shows those there are", null);
        }
        return Readiness.pods(host, place.namespace(), cluster).stream()
                .filter(pod -> pod.at("metadata", "deletionTimestamp").isEmpty())
                .filter(pod -> pod.text("status", "phase").orElse("").equals("Running"))
                .min(Comparator.comparing(pod -> !Readiness.isReady(pod)))
                .orElseThrow(() -> failure("no pod of it runs" + reason(host), null));
    }

    private String reason(KubeClient host) {
        return switch (Readiness.look(host, place.namespace(), cluster)) {
            case ClusterState.Paused paused -> ": it is " + paused.reason();
            case ClusterState.Down(String why) -> ": " + why;
            case ClusterState.Up _, ClusterState.Absent _ -> "; try again";
        };
    }

    private String attempt() {
        return "making a snapshot of control plane " + cluster;
    }

    private HostFailure.Unusable failure(@Nullable String why, @Nullable Throwable cause) {
        return new HostFailure.Unusable("%s in %s: %s".formatted(attempt(), place, why), cause);
    }
}
