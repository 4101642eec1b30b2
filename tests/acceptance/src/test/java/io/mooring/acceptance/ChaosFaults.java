package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What befalls a local cluster, chosen at random.
record ChaosFaults(LocalCluster cluster, List<String> nodes, Duration longestCut) {

    private static final Duration SHORTEST_CUT = Duration.ofMillis(300);

    /// One thing that goes wrong. It is over when `strike` returns.
    record Fault(String name, Runnable strike) {}

    Fault next(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                String node = nodes.get(random.nextInt(nodes.size()));
                yield new Fault("agent of " + node + " killed", () -> killAgent(node));
            }
            case 2 -> new Fault("server killed", () -> kill("java"));
            case 3 -> new Fault("kube-apiserver killed", () -> kill("kube-apiserver"));
            case 4 -> cut("cp0", random);
            default -> {
                List<String> ports = ports();
                yield cut(ports.get(random.nextInt(ports.size())), random);
            }
        };
    }

    /// Where it is dead already, because another fault came first, there is nothing to do.
    private void kill(String program) {
        cluster.processes(program).forEach(ProcessHandle::destroyForcibly);
    }

    private void killAgent(String node) {
        String pids = run("ip", "netns", "pids", cluster.machine(node));
        pids.lines()
                .map(pid -> Long.parseLong(pid.strip()))
                .filter(pid -> named(pid, "konnectivity-ag"))
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean named(long pid, String name) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip()
                    .equals(name);
        } catch (IOException _) {
            return false;
        }
    }

    private Fault cut(String link, RandomGenerator random) {
        long millis = random.nextLong(SHORTEST_CUT.toMillis(), longestCut.toMillis());
        return new Fault("link " + link + " down for " + millis + " ms", () -> cut(link, millis));
    }

    /// By one program, which puts the link up again whatever becomes of the test.
    private void cut(String link, long millis) {
        var set = "ip -n " + cluster.lan() + " link set " + link;
        run(
                "sh",
                "-c",
                "%1$s down; sleep %2$d.%3$03d; %1$s up"
                        .formatted(set, millis / 1000, millis % 1000));
    }

    /// The bridge's ports, one for each node.
    private List<String> ports() {
        String links = run("ip", "-n", cluster.lan(), "-o", "link", "show", "master", "br0");
        var ports = new ArrayList<String>();
        for (String line : links.split("\n")) {
            ports.add(line.split(": ")[1].split("@")[0]);
        }
        return ports;
    }

    private static String run(String... command) {
        return Command.in(Path.of("/")).run(command).succeeded();
    }
}
