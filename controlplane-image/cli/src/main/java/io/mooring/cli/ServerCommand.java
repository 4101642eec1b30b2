package io.mooring.cli;

import io.mooring.provider.resources.host.Installation;
import io.mooring.server.ControlPlane;
import io.mooring.server.LogSetup;
import io.mooring.server.Replicas;
import io.mooring.server.Replicas.Member;
import io.mooring.server.ServerOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

@Command(
        name = "server",
        description = "Run a control plane until it is told to stop (SIGTERM, SIGINT).",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, description = "The configuration, YAML.")
    private Path config = Path.of("");

    @Option(names = "--data-dir", required = true, description = "Where its state is kept.")
    private Path dataDir = Path.of("");

    @Option(
            names = "--bin-dir",
            description =
                    "Where the upstream binaries are (default: MOORING_BIN_DIR, else the cache).")
    private @Nullable Path binDir;

    @Option(names = "--name", description = "The cluster's name (default: the data directory's).")
    private @Nullable String name;

    @Option(names = "--advertise-address", description = "The IP address pods reach the API by.")
    private @Nullable String advertiseAddress;

    @Option(
            names = "--endpoint",
            description = "HOST:PORT users and nodes find it by, when the configuration says none.")
    private @Nullable String endpoint;

    @Option(
            names = "--certificate-name",
            description = "A further name or address its certificate holds for; may be repeated.")
    private List<String> certificateNames = List.of();

    @Option(
            names = "--publish-kubeconfig",
            description =
                    "In a pod: the Secret of its namespace that gets the administrator's kubeconfig.")
    private @Nullable String publishTo;

    @Option(
            names = "--replica",
            description = "The name of this server among the replicas of its control plane.")
    private @Nullable String replica;

    @Option(
            names = "--member",
            paramLabel = "NAME=HOST",
            description =
                    "A replica and where the others find it; one for each, in the same order at each.")
    private Map<String, String> members = new LinkedHashMap<>();

    @Option(
            names = "--shared-secret",
            description =
                    "In a pod: the Secret of its namespace by which replicas get the same keys.")
    private @Nullable String sharedSecret;

    @Option(names = "--log-format", defaultValue = "text", description = "text or json.")
    private LogSetup.Format logFormat = LogSetup.Format.TEXT;

    @Override
    public Integer call() {
        LogSetup.apply(logFormat);
        var stop = new StopRequest(Thread.currentThread());
        var term = Signal.handle(new Signal("TERM"), _ -> stop.ask());
        var interrupt = Signal.handle(new Signal("INT"), _ -> stop.ask());
        try (ControlPlane _ = ControlPlane.start(options(), Clock.systemUTC())) {
            stop.startIsOver();
            stop.await();
        } catch (RuntimeException e) {
            if (!stop.asked()) {
                throw e;
            }
        } finally {
            Signal.handle(new Signal("TERM"), term);
            Signal.handle(new Signal("INT"), interrupt);
        }
        return 0;
    }

    private ServerOptions options() {
        return new ServerOptions(
                config,
                dataDir,
                Optional.ofNullable(binDir).orElseGet(Installed::binDir),
                Installation.nodeProviders(System.getenv()),
                Optional.ofNullable(name),
                Optional.ofNullable(advertiseAddress),
                Optional.ofNullable(endpoint),
                certificateNames,
                Optional.ofNullable(publishTo),
                replicas());
    }

    private Optional<Replicas> replicas() {
        if (replica == null && members.isEmpty() && sharedSecret == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Replicas(
                        Optional.ofNullable(replica).orElse(""),
                        members.entrySet().stream()
                                .map(member -> Member.of(member.getKey(), member.getValue()))
                                .toList(),
                        Optional.ofNullable(sharedSecret).orElse("")));
    }
}
