package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.CaHash;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.SnapshotPassphrase;
import io.mooring.provider.resources.host.SnapshotWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts the cluster of a snapshot in the place of the one that a control plane in a host cluster has:
///
///     runs --a pause--> paused --a pod restores into its volume--> paused --the pause ends--> runs
///
/// Whoever is killed on the way leaves it paused, and runs it again; what the pod was about is its
/// own to keep safe. The snapshot goes into the pod by its input, so that it needs no way to where it
/// is kept, and the passphrase before it, where nobody else sees it.
public final class PodRestore {

    private final HostCluster place;
    private final String cluster;

    /// What came of it.
    ///
    /// @param store the kind of data store it is in now
    /// @param aside where in its volume is what was there, empty if nothing was
    /// @param notes what is left to do
    public record Restored(RunningCluster cluster, String store, String aside, List<String> notes) {
        public Restored {
            notes = List.copyOf(notes);
        }
    }

    public PodRestore(HostCluster place, String cluster) {
        this.place = place;
        this.cluster = cluster;
    }

    private String attempt() {
        return "restoring a snapshot into control plane " + cluster;
    }

    /// The configuration of the control plane, by which a snapshot has to go. Stops nothing yet.
    ///
    /// @param force whether a cluster that is there may be put aside
    /// @throws HostFailure.Unusable if there is no control plane that could take a snapshot
    public String config(boolean force) {
        place.call(
                attempt(),
                host -> {
                    requireVolume(set(host));
                    if (!force && authority(host).isPresent()) {
                        throw failure(
                                "it has a cluster; give --force to have that put aside, and make a snapshot of it before if it may be missed",
                                null);
                    }
                    return cluster;
                });
        return new KubernetesHost(place).config(cluster);
    }

    /// Returns when the control plane runs as it was when the snapshot was made.
    ///
    /// @param snapshot that has been looked through, for the configuration
    /// @throws HostFailure if it does not; what it is like then is said
    public Restored restore(
            String passphrase, Path snapshot, boolean force, Instant now, Progress progress) {
        SnapshotPassphrase.problem(passphrase)
                .ifPresent(problem -> {
                    throw failure("the passphrase " + problem, null);
                });
        var host = new KubernetesHost(place);
        boolean wasPaused = host.state(cluster) instanceof ClusterState.Paused;
        Optional<String> before = place.call(attempt(), this::authority);
        progress.say("stopping control plane " + cluster);
        host.pause(cluster, now, progress);
        KubeObject answer;
        try {
            answer =
                    place.call(
                            attempt(),
                            client -> inPod(client, passphrase, snapshot, force, progress));
        } catch (HostFailure e) {
            throw new HostFailure.Unusable(e.getMessage() + afterwards(wasPaused), e);
        }
        progress.say("starting control plane " + cluster);
        RunningCluster running = host.resume(cluster, progress);
        var notes = new ArrayList<String>();
        answer.list("notes").forEach(note -> notes.add(note.toString()));
        if (before.isPresent() && !before.get().equals(running.caCertHash())) {
            notes.add(
                    "its authority is another one than before: kubeconfigs and nodes from before do not fit; fetch the kubeconfig anew (`mooring connect`, `pulumi up --refresh`), and make nodes anew");
        }
        return new Restored(
                running, answer.text("store").orElse(""), answer.text("aside").orElse(""), notes);
    }

    /// Nothing of it has changed, as a rule; where a restore has come halfway, its server says so.
    private String afterwards(boolean wasPaused) {
        if (wasPaused) {
            return "; it stays paused: run this again, or `mooring resume`";
        }
        try {
            place.call(
                    "resuming " + cluster,
                    host -> {
                        new Pausing(host, place.namespace(), cluster).end();
                        return cluster;
                    });
            return "; it is started again with what it has";
        } catch (HostFailure e) {
            return "; it is paused, and starting it again failed: " + e.getMessage();
        }
    }

    private KubeObject inPod(
            KubeClient host, String passphrase, Path snapshot, boolean force, Progress progress) {
        KubeObject set = set(host);
        Optional<KubeObject> anchor = Anchor.find(host, place.namespace(), cluster);
        try {
            List<String> words =
                    SnapshotWords.ofRestore(
                            cluster,
                            ServerContainer.CONFIG,
                            ServerContainer.DATA,
                            Files.size(snapshot),
                            force);
            return new RestoreRun(host, RestorePod.ref(place.namespace(), cluster), progress)
                    .run(
                            RestorePod.of(set, anchor.orElseThrow(), words, progress.remaining()),
                            container -> {
                                String line = passphrase + "\n";
                                container.write(line.getBytes(StandardCharsets.UTF_8));
                                Files.copy(snapshot, container);
                            });
        } catch (IOException e) {
            throw failure("handing the snapshot over: " + e, e);
        } catch (RestoreRun.Failed e) {
            throw failure(String.valueOf(e.getMessage()), e);
        }
    }

    private KubeObject set(KubeClient host) {
        if (Anchor.find(host, place.namespace(), cluster).isEmpty()) {
            throw failure("there is none; mooring list shows those there are", null);
        }
        return host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, place.namespace(), cluster))
                .orElseThrow(() ->
                        failure(
                                "its StatefulSet is gone; `pulumi up --refresh` brings it back",
                                null));
    }

    private void requireVolume(KubeObject set) {
        if (VolumeObjects.endsWithPod(set)) {
            throw failure(
                    "its state is in a directory that ends with its pod (controlPlane.statefulSet.persistence.volumeClaim.enabled is false); name the snapshot as snapshots.restore.url instead, and the next pod begins with it",
                    null);
        }
    }

    /// That of the cluster which it has, if it has come so far.
    private Optional<String> authority(KubeClient host) {
        return host.find(
                        ObjectRef.of(
                                ResourceKind.SECRET,
                                place.namespace(),
                                Scope.kubeconfigSecret(cluster)))
                .flatMap(secret -> secret.text("data", "ca.crt"))
                .map(text ->
                        CaHash.of(
                                new String(
                                        Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
    }

    private HostFailure.Unusable failure(String why, @Nullable Throwable cause) {
        return new HostFailure.Unusable("%s in %s: %s".formatted(attempt(), place, why), cause);
    }
}
