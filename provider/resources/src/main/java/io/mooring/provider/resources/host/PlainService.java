package io.mooring.provider.resources.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps the service running where there is no systemd: a supervising shell script in a session of
/// its own.
///
/// The script outlives the process that starts it. Its process id and start time are in
/// `DATA/service/pid`; its session holds every process it starts, so that none is missed when
/// stopping by force.
public final class PlainService implements ServiceManager {

    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration FORCE_LIMIT = Duration.ofSeconds(10);

    private final Duration stopLimit;

    public PlainService() {
        this(Duration.ofSeconds(45));
    }

    /// @param stopLimit how long an orderly stop may take before it is forced
    PlainService(Duration stopLimit) {
        this.stopLimit = stopLimit;
    }

    private record Supervisor(long pid, String startTime) {
        boolean isAlive() {
            return ProcessTable.isAlive(pid, startTime);
        }
    }

    @Override
    public void start(ServiceSpec spec) {
        if (supervisor(spec).filter(Supervisor::isAlive).isPresent()) {
            return;
        }
        supervisor(spec).ifPresent(dead -> endSession(spec, dead.pid()));
        LoopbackPort.requireFree(spec.cluster(), spec.port());
        PrivateFiles.makeDirectory(spec.files().service());
        Path script = spec.files().service().resolve("supervise");
        PrivateFiles.write(script, script(), "rwx------");
        spawn(spec, script);
        if (!await(START_LIMIT, () -> status(spec) instanceof ServiceStatus.Running)) {
            throw new HostFailure.NotReady(
                    "starting the service of control plane %s: its supervisor did not come up within %d s; the end of %s:\n%s"
                            .formatted(
                                    spec.cluster(),
                                    START_LIMIT.toSeconds(),
                                    spec.files().log(),
                                    String.join("\n", lastLogLines(spec, 20))));
        }
    }

    private static void spawn(ServiceSpec spec, Path script) {
        List<String> command =
                List.of(
                        "setsid",
                        "--fork",
                        script.toString(),
                        spec.files().data().toString(),
                        spec.networkNamespace().toString(),
                        Integer.toString(spec.port()),
                        spec.launcher().toString(),
                        spec.cluster());
        var builder = new ProcessBuilder(command);
        builder.directory(spec.files().data().toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.files().log().toFile()));
        builder.redirectErrorStream(true);
        var environment = builder.environment();
        String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.putAll(spec.environment());
        environment.put("MOORING_SERVICE", spec.files().data().toString());
        try {
            PrivateFiles.touch(spec.files().log());
            int exitCode = builder.start().waitFor();
            if (exitCode != 0) {
                throw new HostFailure.Unusable(
                        "starting the supervisor of control plane %s: setsid ended with %d; the end of %s:\n%s"
                                .formatted(
                                        spec.cluster(),
                                        exitCode,
                                        spec.files().log(),
                                        String.join("\n", LogTail.of(spec.files().log(), 5))));
            }
        } catch (IOException e) {
            throw new HostFailure.Unusable(
                    "starting the supervisor of control plane %s: %s; install util-linux and socat"
                            .formatted(spec.cluster(), e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            throw new HostFailure.Interrupted("starting the service: interrupted", e);
        }
    }

    @Override
    public ServiceStatus status(ServiceSpec spec) {
        return supervisor(spec)
                .filter(Supervisor::isAlive)
                .<ServiceStatus>map(_ -> new ServiceStatus.Running(restarts(spec)))
                .orElseGet(ServiceStatus.Stopped::new);
    }

    private static int restarts(ServiceSpec spec) {
        return PrivateFiles.read(spec.files().service().resolve("restarts.server"))
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    @Override
    public void stop(ServiceSpec spec) {
        Optional<Supervisor> recorded = supervisor(spec);
        recorded.filter(Supervisor::isAlive)
                .ifPresent(supervisor -> {
                    ProcessHandle.of(supervisor.pid()).ifPresent(ProcessHandle::destroy);
                    await(stopLimit, () -> !supervisor.isAlive());
                });
        recorded.ifPresent(supervisor -> endSession(spec, supervisor.pid()));
    }

    /// Ends whatever a dead or stubborn supervisor left running.
    private static void endSession(ServiceSpec spec, long session) {
        Path data = spec.files().data();
        boolean ended =
                await(
                        FORCE_LIMIT,
                        () -> {
                            List<Long> left = ProcessTable.ofSession(session, data);
                            left.forEach(pid ->
                                    ProcessHandle.of(pid)
                                            .ifPresent(ProcessHandle::destroyForcibly));
                            return left.isEmpty();
                        });
        if (!ended) {
            throw new HostFailure.Unusable(
                    "stopping control plane %s: processes %s do not end; look at them with ps and try again"
                            .formatted(spec.cluster(), ProcessTable.ofSession(session, data)));
        }
        PrivateFiles.removeTree(spec.files().service().resolve("pid"));
    }

    @Override
    public void remove(ServiceSpec spec) {
        // Everything of this service is in the data directory.
    }

    @Override
    public List<String> lastLogLines(ServiceSpec spec, int lines) {
        return LogTail.of(spec.files().log(), lines);
    }

    @Override
    public String logLocation(ServiceSpec spec) {
        return spec.files().log().toString();
    }

    private static Optional<Supervisor> supervisor(ServiceSpec spec) {
        return PrivateFiles.read(spec.files().service().resolve("pid"))
                .map(text -> text.strip().split(" "))
                .filter(parts -> parts.length == 2 && parts[0].matches("\\d{1,9}"))
                .map(parts -> new Supervisor(Long.parseLong(parts[0]), parts[1]));
    }

    private static String script() {
        try (InputStream in = PlainService.class.getResourceAsStream("supervise")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new HostFailure.Unusable("reading the supervisor's script: " + e, e);
        }
    }

    private static boolean await(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(Duration.ofMillis(30));
            } catch (InterruptedException e) {
                throw new HostFailure.Interrupted("waiting for the service: interrupted", e);
            }
        }
        return true;
    }
}
