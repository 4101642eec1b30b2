package io.mooring.provider.resources.host.ssh;

import io.mooring.api.EffectiveConfig;
import io.mooring.kube.KubeClients;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.PausedCluster;
import io.mooring.provider.resources.host.Progress;
import io.mooring.provider.resources.host.PublishedApi;
import io.mooring.provider.resources.host.RunningCluster;
import io.mooring.provider.resources.host.WantedCluster;
import io.mooring.ssh.Ssh;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A control plane on a machine that SSH reaches; a machine runs one.
public final class SshHost implements ControlPlaneHost {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int HOPELESS_RESTARTS = 4;
    private static final int LOG_LINES = 25;

    /// Of kube-apiserver and of the health report, on whatever machine.
    private static final String OWN_PORTS = "6443 9443";

    private final Ssh ssh;
    private final SshPlace place;
    private final KubeClients clients;
    private final Map<String, String> environment;

    /// @param clients for virtual clusters
    /// @param environment says what to log in with at a registry
    public SshHost(Ssh ssh, SshPlace place, KubeClients clients, Map<String, String> environment) {
        this.ssh = ssh;
        this.place = place;
        this.clients = clients;
        this.environment = environment;
    }

    private Remote remote(String attempt, String cluster) {
        return new Remote(ssh, place, cluster, attempt + " control plane " + cluster);
    }

    @Override
    public void claim(WantedCluster wanted) {
        Remote remote = remote("making", wanted.name());
        // what cannot be had is told before anything is made
        upload(remote, wanted).image(look(remote).text("machine").orElse(""));
        remote.call(
                "claim",
                Map.of(
                        "owner",
                        wanted.owner(),
                        "ports",
                        wanted.config().controlPlane().proxy().port() + " " + OWN_PORTS));
    }

    private ImageUpload upload(Remote remote, WantedCluster wanted) {
        return new ImageUpload(remote, wanted, environment);
    }

    private static Answers look(Remote remote) {
        return remote.call("look", Map.of("image", "none"));
    }

    @Override
    public void start(WantedCluster wanted, Progress progress) {
        Remote remote = remote("starting", wanted.name());
        ImageUpload upload = upload(remote, wanted);
        SystemImage image = upload.image(look(remote).text("machine").orElse(""));
        upload.ensure(image, progress);
        ServerUnit unit = unit(wanted, image);
        progress.say("starting control plane " + wanted.name());
        remote.call(
                "start",
                Map.of(
                        "image", image.id(),
                        "config", EffectiveConfig.toYaml(wanted.config()),
                        "unit", unit.text(),
                        "stamp", unit.stamp()));
    }

    private ServerUnit unit(WantedCluster wanted, SystemImage image) {
        return new ServerUnit(place, wanted, image.id(), image.program());
    }

    @Override
    public RunningCluster awaitReady(WantedCluster wanted, Progress progress) {
        return untilReady(remote("starting", wanted.name()), progress);
    }

    private RunningCluster untilReady(Remote remote, Progress progress) {
        int before = look(remote).number("restarts");
        while (true) {
            Answers seen = look(remote);
            String reason;
            switch (state(seen)) {
                case ClusterState.Up(RunningCluster running) -> {
                    return running;
                }
                case ClusterState.Down(String why) -> reason = why;
                case ClusterState.Paused paused -> reason = paused.reason();
                case ClusterState.Absent _ -> reason = "its files are gone";
            }
            progress.say("waiting for control plane " + remote.cluster() + ": " + reason);
            boolean hopeless =
                    !isAtWork(seen) || seen.number("restarts") - before >= HOPELESS_RESTARTS;
            if (hopeless || progress.remaining().isNegative()) {
                throw notReady(remote, seen, reason);
            }
            progress.pause(PAUSE);
        }
    }

    private static HostFailure.NotReady notReady(Remote remote, Answers seen, String reason) {
        String log =
                remote.call("journal", Map.of("lines", Integer.toString(LOG_LINES)))
                        .decoded("journal")
                        .orElse("  (no log)");
        return new HostFailure.NotReady(
                "%s on %s: not ready; last seen: %s. It was started again %d times, it last ended with %s. The end of its log (journalctl --unit=mooring-server-%s there):\n%s"
                        .formatted(
                                remote.attempt(),
                                remote.place(),
                                reason,
                                seen.number("restarts"),
                                seen.text("result").orElse("no result"),
                                remote.cluster(),
                                log.strip()));
    }

    private static boolean isAtWork(Answers seen) {
        return seen.text("state")
                .filter(state -> !state.equals("inactive") && !state.equals("failed"))
                .isPresent();
    }

    @Override
    public ClusterState state(String name) {
        return state(look(remote("looking at", name)));
    }

    private ClusterState state(Answers seen) {
        if (seen.text("owner").isEmpty()) {
            return new ClusterState.Absent();
        }
        if (!isAtWork(seen)) {
            return seen.text("paused")
                    .<ClusterState>map(ClusterState.Paused::new)
                    .orElseGet(() ->
                            new ClusterState.Down(
                                    "its service does not run, it ended with %s"
                                            .formatted(seen.text("result").orElse("no result"))));
        }
        return PublishedApi.look(clients, seen.decoded("kubeconfig"), seen.decoded("ca"));
    }

    @Override
    public PausedCluster pause(String name, Instant now, Progress progress) {
        progress.say("stopping control plane " + name);
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        Answers done = remote("pausing", name).call("pause", Map.of("since", since));
        return new PausedCluster(done.text("paused").orElse(since), 1, 0);
    }

    @Override
    public RunningCluster resume(String name, Progress progress) {
        progress.say("starting control plane " + name);
        Remote remote = remote("resuming", name);
        remote.call("resume", Map.of());
        return untilReady(remote, progress);
    }

    @Override
    public List<String> drift(WantedCluster wanted) {
        Remote remote = remote("comparing", wanted.name());
        Answers seen = look(remote);
        var drift = new ArrayList<String>();
        if (!seen.decoded("config").equals(Optional.of(EffectiveConfig.toYaml(wanted.config())))) {
            drift.add("its configuration on %s is another".formatted(place));
        }
        Optional<String> unit = seen.decoded("unit");
        if (unit.isEmpty()) {
            drift.add("its unit on %s is gone".formatted(place));
            return drift;
        }
        // which image that is, is not looked up: its archive may be somewhere else by now
        ServerUnit expected = ServerUnit.like(unit.get(), place, wanted);
        if (!unit.get().strip().equals(expected.text())) {
            drift.add("its unit on %s is another".formatted(place));
        } else if (!seen.text("stamp").equals(Optional.of(expected.stamp()))) {
            drift.add("it was started with another configuration");
        }
        return drift;
    }

    @Override
    public String config(String name) {
        return look(remote("reading the configuration of", name)).decoded("config").orElse("");
    }

    @Override
    public void remove(String name, Progress progress) {
        progress.say("stopping control plane " + name);
        remote("removing", name).call("end", Map.of());
    }
}
