package io.mooring.cli;

import io.mooring.provider.resources.ThisMachine;
import io.mooring.provider.resources.host.ControlPlaneFiles;
import io.mooring.provider.resources.host.ControlPlaneHost;
import io.mooring.provider.resources.host.Installation;
import io.mooring.provider.resources.host.docker.DockerHost;
import io.mooring.provider.resources.host.kubernetes.KubernetesHost;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which control plane is to be paused or resumed, wherever it runs, and how long that may take.
final class PausedOption {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

    @Mixin private HostClusterOption host = new HostClusterOption();
    @Mixin private EngineOption engine = new EngineOption();

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            paramLabel = "DURATION",
            description = "How long to wait until it is done (default: ${DEFAULT-VALUE}).")
    private String timeout = "5m";

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "The cluster, as mooring list shows it.")
    private String name = "";

    String name() {
        return name;
    }

    ControlPlaneHost place() {
        if (!NAME.matcher(name).matches()) {
            throw new CliException(
                    "'%s' is no name of a cluster; mooring list shows those there are"
                            .formatted(name));
        }
        if (engine.isGiven()) {
            return new DockerHost(engine.place(host), VirtualClusters.clients());
        }
        if (host.isGiven()) {
            return new KubernetesHost(host.place(name));
        }
        var installation = Installation.find(System.getenv());
        return ThisMachine.host(installation, VirtualClusters.clients())
                .in(ControlPlaneFiles.ofCluster(name));
    }

    /// What is waited for goes to the error stream: the other one is for the outcome.
    Waiting waiting(PrintWriter err) {
        return new Waiting(err, Clock.systemUTC(), Durations.parse(timeout));
    }

    boolean isHosted() {
        return host.isGiven();
    }

    /// The cluster in words.
    String inWords() {
        if (engine.isGiven()) {
            return name + " in " + engine.place(host);
        }
        return host.isGiven() ? name + " in namespace " + namespace() : name;
    }

    /// The command with this cluster's options.
    String command(String verb) {
        String hosted = host.isGiven() ? host.inShell(name) : "";
        return "mooring %s %s%s"
                .formatted(verb, name, engine.isGiven() ? engine.inShell() : hosted);
    }

    /// The beginning of what a program is told.
    Map<String, Object> row(String state) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", name);
        if (engine.isGiven()) {
            row.put("engine", engine.place(host).endpoint().toString());
        } else if (host.isGiven()) {
            row.put("namespace", namespace());
        }
        row.put("state", state);
        return row;
    }

    private String namespace() {
        return host.place(name).namespace();
    }
}
