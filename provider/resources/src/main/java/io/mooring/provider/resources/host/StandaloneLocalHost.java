package io.mooring.provider.resources.host;

import io.mooring.kube.KubeClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Runs control planes as background services of this machine, each in a network namespace of its
/// own.
///
/// Every operation may be called again after it failed or was interrupted and goes on from there.
/// Thread-safe for different clusters; one cluster is worked on by one thread at a time.
public final class StandaloneLocalHost {

    /// Where nodes of this machine find a control plane.
    public static final String NODE_ENDPOINT = "https://10.76.0.2:8443";

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final int HOPELESS_RESTARTS = 5;
    private static final int LOG_LINES = 25;
    private static final List<String> OURS = List.of("service", "machines", "addresses");

    private final Installation installation;
    private final ClusterNetwork network;
    private final ServiceManager services;
    private final ClusterAccess access;

    public StandaloneLocalHost(
            Installation installation,
            ClusterNetwork network,
            ServiceManager services,
            KubeClients clients) {
        this.installation = installation;
        this.network = network;
        this.services = services;
        this.access = new ClusterAccess(clients);
    }

    /// This host for a control plane with that data directory.
    public ControlPlaneHost in(ControlPlaneFiles files) {
        return new LocalPlace(this, files);
    }

    /// Takes the name and the data directory for this owner; to be called before the first start.
    ///
    /// @throws HostFailure.Unusable if another owner has it, or the directory holds something else;
    ///   nothing is made then
    public void claim(LocalClusterSpec wanted) {
        installation.requireComplete(wanted.release());
        ControlPlaneFiles files = wanted.files();
        if (!Files.isDirectory(files.service()) && !isOurs(files.data())) {
            throw new HostFailure.Unusable(
                    "making control plane %s: %s holds something else; give another dataDir or empty it"
                            .formatted(wanted.name(), files.data()));
        }
        PrivateFiles.read(owner(files))
                .map(String::strip)
                .filter(other -> !other.equals(wanted.owner()))
                .ifPresent(other -> {
                    throw new HostFailure.Unusable(
                            "making control plane %s: this machine has one of that name, which belongs to %s; choose another name"
                                    .formatted(wanted.name(), other));
                });
        PrivateFiles.makeDirectory(files.data());
        PrivateFiles.makeDirectory(files.service());
        PrivateFiles.write(owner(files), wanted.owner() + "\n", "rw-------");
    }

    /// Brings the control plane to what is wanted, without waiting for it: makes what is missing,
    /// restarts it if what it was started with has changed.
    ///
    /// @return the loopback port that will lead to it
    /// @throws HostFailure.Unusable if it cannot be started here
    public int start(LocalClusterSpec wanted, Progress progress) {
        installation.requireComplete(wanted.release());
        ControlPlaneFiles files = wanted.files();
        PrivateFiles.makeDirectory(files.data());
        PrivateFiles.makeDirectory(files.service());
        progress.say("making the network of " + wanted.name());
        Path namespace = network.ensure(wanted.name());
        PrivateFiles.write(files.config(), wanted.configYaml(), "rw-------");
        ServiceSpec service = service(wanted.name(), files, namespace);
        Path started = files.service().resolve("started-with");
        String stamp = stamp(wanted, namespace);
        boolean stale = PrivateFiles.read(started).filter(stamp::equals).isEmpty();
        if (stale && services.status(service) instanceof ServiceStatus.Running) {
            progress.say("stopping control plane " + wanted.name() + " to restart it");
            services.stop(service);
        }
        PrivateFiles.write(started, stamp, "rw-------");
        PauseMark.remove(files);
        progress.say("starting control plane " + wanted.name());
        services.start(service);
        return service.port();
    }

    /// Waits until the control plane answers through its loopback port.
    ///
    /// @throws HostFailure.NotReady with the end of its log, when it does not in time or keeps
    ///   failing
    public RunningCluster awaitReady(LocalClusterSpec wanted, Progress progress) {
        return awaitReady(wanted.name(), wanted.files(), progress);
    }

    private RunningCluster awaitReady(String name, ControlPlaneFiles files, Progress progress) {
        ServiceSpec service = existing(name, files);
        String last = "nothing yet";
        while (true) {
            if (hopeless(services.status(service))) {
                throw notReady(service, "it ends again and again", last);
            }
            switch (access.look(files, service.port())) {
                case ClusterState.Up(RunningCluster cluster) -> {
                    return cluster;
                }
                case ClusterState.Down(String reason) -> last = reason;
                case ClusterState.Paused paused -> last = paused.reason();
                case ClusterState.Absent _ -> last = "its files are gone";
            }
            progress.say("waiting for control plane " + name + ": " + last);
            if (progress.remaining().isNegative() || progress.remaining().isZero()) {
                throw notReady(service, "it was not ready in time", last);
            }
            progress.pause(PAUSE);
        }
    }

    private static boolean hopeless(ServiceStatus status) {
        return switch (status) {
            case ServiceStatus.Stopped _ -> true;
            case ServiceStatus.Running(int restarts) -> restarts >= HOPELESS_RESTARTS;
        };
    }

    private HostFailure.NotReady notReady(ServiceSpec service, String what, String last) {
        return new HostFailure.NotReady(
                "starting control plane %s: %s; last seen: %s. The end of its log (%s):\n%s"
                        .formatted(
                                service.cluster(),
                                what,
                                last,
                                services.logLocation(service),
                                String.join("\n", services.lastLogLines(service, LOG_LINES))));
    }

    /// One look, which changes nothing.
    public ClusterState state(String name, ControlPlaneFiles files) {
        if (!Files.exists(files.config())) {
            return new ClusterState.Absent();
        }
        ServiceSpec service = existing(name, files);
        return switch (services.status(service)) {
            case ServiceStatus.Stopped _ ->
                    PauseMark.since(files)
                            .<ClusterState>map(ClusterState.Paused::new)
                            .orElseGet(() -> new ClusterState.Down("its service does not run"));
            case ServiceStatus.Running _ -> access.look(files, service.port());
        };
    }

    /// Stops it, and has that known for a pause. Its nodes run on without it.
    ///
    /// @throws HostFailure.Unusable if there is none that this host started
    public PausedCluster pause(
            String name, ControlPlaneFiles files, Instant now, Progress progress) {
        ServiceSpec service = startedBefore("pausing", name, files);
        if (services.status(service) instanceof ServiceStatus.Running
                || PauseMark.since(files).isEmpty()) {
            PauseMark.set(files, now);
        }
        progress.say("stopping control plane " + name);
        services.stop(service);
        return new PausedCluster(PauseMark.since(files).orElse(now.toString()), 1, 0);
    }

    /// Starts it again with what it ran with, and waits until it answers.
    ///
    /// @throws HostFailure.Unusable if there is none that this host started
    public RunningCluster resume(String name, ControlPlaneFiles files, Progress progress) {
        startedBefore("resuming", name, files);
        Path namespace = network.ensure(name);
        PauseMark.remove(files);
        progress.say("starting control plane " + name);
        services.start(service(name, files, namespace));
        return awaitReady(name, files, progress);
    }

    private ServiceSpec startedBefore(String attempt, String name, ControlPlaneFiles files) {
        if (!Files.exists(files.service().resolve("started-with"))) {
            throw new HostFailure.Unusable(
                    "%s control plane %s: none of that name was started on this machine by a declaration; `mooring list` shows those there are, and --namespace asks in a host cluster"
                            .formatted(attempt, name));
        }
        return existing(name, files);
    }

    /// What the control plane was last told to run with; may hold secrets.
    public String config(ControlPlaneFiles files) {
        return PrivateFiles.read(files.config())
                .orElseThrow(() ->
                        new HostFailure.Unusable(
                                "reading " + files.config() + ": it is not there"));
    }

    /// Stops and removes it with all its data, and the machines still in its network. Nothing
    /// happens if there is none.
    public void remove(String name, ControlPlaneFiles files, Progress progress) {
        if (Files.isDirectory(files.service())) {
            ServiceSpec service = existing(name, files);
            progress.say("stopping control plane " + name);
            services.stop(service);
            services.remove(service);
        }
        progress.say("removing the network of " + name);
        network.remove(name);
        if (Files.isDirectory(files.service())) {
            progress.say("removing " + files.data());
            refuseMounts(name, files);
            PrivateFiles.removeTree(files.data());
        }
        removeMachinesPlace(ControlPlaneFiles.ofCluster(name).data());
    }

    /// Machines are kept in the default directory, wherever the control plane's own is.
    private static void removeMachinesPlace(Path directory) {
        if (Files.isDirectory(directory) && isOurs(directory)) {
            PrivateFiles.removeTree(directory);
        }
    }

    /// A directory that is not there, empty, or holds only what we make beside the server's own.
    private static boolean isOurs(Path data) {
        if (!Files.exists(data)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(data)) {
            return entries.allMatch(entry -> OURS.contains(entry.getFileName().toString()));
        } catch (IOException e) {
            throw new HostFailure.Unusable("looking into " + data + ": " + e, e);
        }
    }

    private static void refuseMounts(String name, ControlPlaneFiles files) {
        List<String> mounts =
                PrivateFiles.read(Path.of("/proc/self/mountinfo")).stream()
                        .flatMap(String::lines)
                        .map(line -> line.split(" ")[4])
                        .filter(point -> point.startsWith(files.data() + "/"))
                        .toList();
        if (!mounts.isEmpty()) {
            throw new HostFailure.Unusable(
                    "removing the data of control plane %s: nodes still have %s mounted; remove these nodes first"
                            .formatted(name, String.join(", ", mounts)));
        }
    }

    private static Path owner(ControlPlaneFiles files) {
        return files.service().resolve("owner");
    }

    private ServiceSpec service(String name, ControlPlaneFiles files, Path namespace) {
        int port = LoopbackPort.of(name, files.service().resolve("port"));
        return new ServiceSpec(
                name, files, namespace, port, installation.launcher(), installation.environment());
    }

    /// The service of a control plane that was started before; looks only, makes nothing.
    private ServiceSpec existing(String name, ControlPlaneFiles files) {
        return new ServiceSpec(
                name,
                files,
                Path.of("/run/netns", "mooring-" + name),
                LoopbackPort.recorded(files.service().resolve("port")).orElse(0),
                installation.launcher(),
                installation.environment());
    }

    /// Changes with whatever a running server must be restarted for. A network namespace that was
    /// made anew has another inode, and a server in the old one cannot be reached.
    private String stamp(LocalClusterSpec wanted, Path namespace) {
        try {
            return String.join(
                    "\n",
                    Sha256.hex(wanted.readAtStart()),
                    String.valueOf(Files.getAttribute(namespace, "unix:ino")),
                    installation.launcher().toString(),
                    installation.binaries().toString());
        } catch (IOException e) {
            throw new HostFailure.Unusable(
                    "looking at the network namespace " + namespace + ": " + e, e);
        }
    }
}
