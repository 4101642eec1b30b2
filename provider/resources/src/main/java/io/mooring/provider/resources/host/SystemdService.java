package io.mooring.provider.resources.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Keeps the service running by two systemd units: the server in its network namespace, the relay
/// outside of it.
///
/// The units are not enabled at boot, because the network namespaces do not survive one; the next
/// `up` starts them.
public final class SystemdService implements ServiceManager {

    private final Path unitDirectory;

    public SystemdService() {
        this(Path.of("/etc/systemd/system"));
    }

    SystemdService(Path unitDirectory) {
        this.unitDirectory = unitDirectory;
    }

    /// Whether systemd runs this machine.
    public static boolean isAvailable() {
        return Files.isDirectory(Path.of("/run/systemd/system"));
    }

    @Override
    public void start(ServiceSpec spec) {
        units(spec)
                .forEach((name, text) ->
                        PrivateFiles.write(unitDirectory.resolve(name), text, "rw-r--r--"));
        if (show(relay(spec), "ActiveState").matches("inactive|failed|")) {
            LoopbackPort.requireFree(spec.cluster(), spec.port());
        }
        systemctl("loading the units of control plane " + spec.cluster(), "daemon-reload");
        for (String unit : List.of(server(spec), relay(spec))) {
            systemctl("starting control plane " + spec.cluster(), "start", unit);
        }
    }

    @Override
    public ServiceStatus status(ServiceSpec spec) {
        boolean running =
                List.of(server(spec), relay(spec)).stream()
                        .allMatch(unit -> !show(unit, "ActiveState").matches("inactive|failed|"));
        String restarts = show(server(spec), "NRestarts");
        return running
                ? new ServiceStatus.Running(
                        restarts.matches("\\d{1,9}") ? Integer.parseInt(restarts) : 0)
                : new ServiceStatus.Stopped();
    }

    @Override
    public void stop(ServiceSpec spec) {
        for (String unit : List.of(relay(spec), server(spec))) {
            if (Files.exists(unitDirectory.resolve(unit))) {
                systemctl("stopping control plane " + spec.cluster(), "stop", unit);
            }
        }
    }

    @Override
    public void remove(ServiceSpec spec) {
        for (String unit : List.of(relay(spec), server(spec))) {
            PrivateFiles.removeTree(unitDirectory.resolve(unit));
        }
        systemctl("forgetting the units of control plane " + spec.cluster(), "daemon-reload");
    }

    @Override
    public List<String> lastLogLines(ServiceSpec spec, int lines) {
        return Commands.run(
                        "reading the journal of " + server(spec),
                        List.of(
                                "journalctl",
                                "--no-pager",
                                "--output=cat",
                                "--lines=" + lines,
                                "--unit=" + server(spec)))
                .output()
                .lines()
                .toList();
    }

    @Override
    public String logLocation(ServiceSpec spec) {
        return "journalctl --unit=" + server(spec);
    }

    /// The unit files by name.
    static Map<String, String> units(ServiceSpec spec) {
        String environment =
                new TreeMap<>(spec.environment())
                        .entrySet().stream()
                                .map(e -> "Environment=" + quoted(e.getKey() + "=" + e.getValue()))
                                .collect(Collectors.joining("\n"));
        String server =
                """
                [Unit]
                Description=Mooring control plane %1$s
                StartLimitIntervalSec=0

                [Service]
                NetworkNamespacePath=%2$s
                %3$s
                ExecStart=%4$s server --config %5$s --data-dir %6$s --name %1$s
                Restart=always
                RestartSec=1
                KillMode=mixed
                TimeoutStopSec=45
                UMask=0077
                """
                        .formatted(
                                spec.cluster(),
                                escaped(spec.networkNamespace().toString()),
                                environment,
                                quoted(spec.launcher().toString()),
                                quoted(spec.files().config().toString()),
                                quoted(spec.files().data().toString()));
        String relay =
                """
                [Unit]
                Description=Loopback port of the Mooring control plane %1$s
                StartLimitIntervalSec=0

                [Service]
                ExecStart=/usr/bin/socat TCP-LISTEN:%2$d,bind=127.0.0.1,fork,reuseaddr,max-children=512 UNIX-CONNECT:%3$s
                Restart=always
                RestartSec=1
                """
                        .formatted(
                                spec.cluster(),
                                spec.port(),
                                escaped(spec.files().apiSocket().toString()));
        return Map.of(server(spec), server, relay(spec), relay);
    }

    private static String server(ServiceSpec spec) {
        return "mooring-" + spec.cluster() + ".service";
    }

    private static String relay(ServiceSpec spec) {
        return "mooring-" + spec.cluster() + "-relay.service";
    }

    private static String quoted(String text) {
        return '"' + escaped(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    private static String show(String unit, String property) {
        return Commands.run(
                        "asking systemd about " + unit,
                        List.of("systemctl", "show", "--value", "--property=" + property, unit))
                .output()
                .strip();
    }

    private static void systemctl(String purpose, String... arguments) {
        var command = new ArrayList<>(List.of("systemctl"));
        command.addAll(List.of(arguments));
        Commands.require(purpose, command);
    }
}
