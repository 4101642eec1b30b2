package io.mooring.cli;

import io.mooring.server.LogSetup;
import io.mooring.server.StandaloneTunnel;
import io.mooring.server.StandaloneTunnelOptions;
import io.mooring.tunnel.Keepalive;
import io.mooring.tunnel.ProxyStrategy;
import io.mooring.tunnel.TunnelLimits;
import io.mooring.tunnel.TunnelServerConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

@Command(
        name = "tunnel-server",
        description =
                "Run the tunnel server alone, in the place of Konnectivity's proxy-server, whose"
                        + " flags it takes, until it is told to stop (SIGTERM, SIGINT).",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true)
final class TunnelServerCommand implements Callable<Integer> {

    private static final int EVENT_LOOPS = 1;
    private static final int DEBUG_VERBOSITY = 6;

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private TunnelFrontFlags front = new TunnelFrontFlags();
    @Mixin private TunnelAgentFlags agents = new TunnelAgentFlags();
    @Mixin private TunnelHaFlags servers = new TunnelHaFlags();
    @Mixin private TunnelPorts ports = new TunnelPorts();

    @Option(
            names = "--proxy-strategies",
            defaultValue = "default",
            description =
                    "How agents are chosen, in this order: default, destHost, defaultRoute"
                            + " (default: ${DEFAULT-VALUE}).")
    private String strategies = "";

    @Option(
            names = "--kubeconfig",
            description = "The API server that reviews tokens and keeps leases.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--keepalive-time",
            converter = GoDuration.class,
            defaultValue = "30s",
            description = "How often agents are pinged (default: ${DEFAULT-VALUE}).")
    private Duration keepalive = Duration.ZERO;

    @Option(
            names = "--backend-dial-timeout",
            converter = GoDuration.class,
            defaultValue = "10s",
            description =
                    "When a dial that an agent does not answer has failed (default:"
                            + " ${DEFAULT-VALUE}).")
    private Duration dialTimeout = Duration.ZERO;

    @Option(
            names = "--graceful-shutdown-timeout",
            converter = GoDuration.class,
            defaultValue = "0",
            description =
                    "How long connections may go on after SIGTERM; new ones are not taken"
                            + " (default: ${DEFAULT-VALUE}).")
    private Duration stopWithin = Duration.ZERO;

    @Option(
            names = "--cipher-suites",
            split = ",",
            description = "The only suites for TLS 1.2, by their IANA names.")
    private List<String> suites = new ArrayList<>();

    @Option(
            names = {"-v", "--v"},
            defaultValue = "4",
            description = "Verbosity: from 6 on more is logged (default: ${DEFAULT-VALUE}).")
    private int verbosity;

    @Option(names = "--log-format", defaultValue = "text", description = "text or json.")
    private LogSetup.Format logFormat = LogSetup.Format.TEXT;

    private TunnelServerCommand() {}

    static CommandLine line() {
        var line = new CommandLine(new TunnelServerCommand());
        IgnoredFlags.addTo(line.getCommandSpec());
        return line;
    }

    @Override
    public Integer call() throws InterruptedException {
        LogSetup.apply(logFormat, verbosity >= DEBUG_VERBOSITY);
        var options = options();
        IgnoredFlags.tell(spec.commandLine().getParseResult());
        var stop = new StopRequest(Thread.currentThread());
        var term = Signal.handle(new Signal("TERM"), _ -> stop.ask());
        var interrupt = Signal.handle(new Signal("INT"), _ -> stop.ask());
        try (StandaloneTunnel tunnel = StandaloneTunnel.start(options, Clock.systemUTC())) {
            stop.startIsOver();
            stop.await();
            tunnel.drain();
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

    private StandaloneTunnelOptions options() {
        var problems = new ArrayList<String>();
        var given = suites.stream().filter(suite -> !absent(suite)).toList();
        var count = servers.count(problems);
        var tokens = agents.tokens(problems);
        var leases = servers.leases(problems);
        var api = Optional.ofNullable(kubeconfig).filter(file -> !file.toString().isEmpty());
        if (api.isEmpty() && (tokens.isPresent() || leases.isPresent())) {
            problems.add("--kubeconfig: tokens and leases need an API server");
        }
        var tunnel =
                new TunnelServerConfig(
                        servers.id(),
                        () -> count,
                        strategies(problems),
                        front.mode(problems),
                        front.socket(problems),
                        front.listener(given, problems),
                        agents.tls(given, problems),
                        Optional.of(agents.listener(problems)),
                        TunnelLimits.defaults().withDialDeadline(dialTimeout),
                        Keepalive.defaults().withInterval(keepalive),
                        EVENT_LOOPS);
        var options =
                new StandaloneTunnelOptions(
                        tunnel,
                        tokens,
                        tokens.isPresent() || leases.isPresent() ? api : Optional.empty(),
                        leases,
                        ports.health(problems),
                        ports.admin(problems),
                        stopWithin);
        if (!problems.isEmpty()) {
            throw new CliException(String.join("\n", problems));
        }
        return options;
    }

    private List<ProxyStrategy> strategies(List<String> problems) {
        try {
            return absent(strategies)
                    ? List.of(ProxyStrategy.DEFAULT)
                    : ProxyStrategy.parseList(strategies);
        } catch (IllegalArgumentException e) {
            problems.add("--proxy-strategies: " + e.getMessage());
            return List.of(ProxyStrategy.DEFAULT);
        }
    }

    /// Go's flags print an empty list as `[]`, and scripts hand that on.
    private static boolean absent(String list) {
        return list.isEmpty() || list.equals("[]");
    }
}
