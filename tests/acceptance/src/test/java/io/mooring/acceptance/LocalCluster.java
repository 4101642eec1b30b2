package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What tests know of a local cluster by its name: its files, namespaces and processes.
record LocalCluster(String name) {

    static LocalCluster ofThisProcess(String prefix) {
        return new LocalCluster(prefix + "-" + ProcessHandle.current().pid());
    }

    Path data() {
        return Path.of("/var/lib/mooring", name);
    }

    Path pki(String file) {
        return data().resolve("pki").resolve(file);
    }

    String lan() {
        return "mooring-" + name + "-lan";
    }

    String machine(String node) {
        return "mooring-" + name + "--" + node;
    }

    /// A command line that runs in the control plane's network.
    List<String> besideControlPlane(List<String> command) {
        return in("mooring-" + name, command);
    }

    /// A command line that runs in a node's network.
    List<String> onNode(String node, List<String> command) {
        return in(machine(node), command);
    }

    private static List<String> in(String namespace, List<String> command) {
        var whole = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + namespace));
        whole.addAll(command);
        return whole;
    }

    /// The one process of this program that serves this cluster.
    ProcessHandle process(String program) {
        return processes(program).findAny().orElseThrow(() -> new AssertionError("no " + program));
    }

    Stream<ProcessHandle> processes(String program) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("/" + program))
                .filter(process -> process.info().commandLine().orElse("").contains(data() + "/"));
    }

    /// The figures of its tunnel; an empty text while its server does not answer.
    String metrics() {
        return Command.in(Path.of("/"))
                .within(Duration.ofSeconds(10))
                .run(
                        "curl",
                        "-s",
                        "--max-time",
                        "5",
                        "--unix-socket",
                        data().resolve("run/health.sock").toString(),
                        "http://localhost/metrics")
                .output();
    }

    /// Runs kubectl as whoever the kubeconfig `server.conf` names, beside the control plane.
    Kubectl kubectlBeside(int port) {
        return new Kubectl(
                data().resolve("kubeconfig/server.conf"),
                besideControlPlane(List.of()),
                List.of("--server=https://127.0.0.1:" + port));
    }

    /// Fails unless the control plane's network is without a way to this address.
    void assertNoRouteTo(String address) {
        var route = List.of("ip", "route", "get", address);
        Command.Result found = Command.in(Path.of("/")).run(besideControlPlane(route));
        assertThat(found.output()).contains("Network is unreachable");
    }
}
