package io.mooring.cli;

import io.mooring.provider.resources.host.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description = "Check what this machine has for control planes and local nodes.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final List<String> BINARIES =
            List.of(
                    "kine",
                    "kube-apiserver",
                    "kube-controller-manager",
                    "kube-scheduler",
                    "kubelet",
                    "kube-proxy",
                    "flanneld",
                    "konnectivity-agent");
    private static final List<String> PROGRAMS =
            List.of("ip", "nft", "nsenter", "unshare", "setpriv", "setsid", "socat");

    /// What the kernel shows once the module is loaded or built in.
    private static final Map<String, Path> KERNEL =
            new TreeMap<>(
                    Map.of(
                            "overlay", Path.of("/sys/module/overlay"),
                            "bridge", Path.of("/sys/module/bridge"),
                            "vxlan", Path.of("/sys/module/vxlan")));

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();

    private final List<Map<String, Object>> findings = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        finding("root", root, "local clusters make namespaces and mounts; run as root");
        present(
                "upstream binaries in " + Installed.binDir(),
                BINARIES,
                List.of(Installed.binDir()),
                "tools/build");
        present("programs", PROGRAMS, path(), "tools/prerequisites");
        Path machineRoot = Installation.cache(System.getenv()).resolve("machine-root");
        finding(
                "machine root " + machineRoot,
                Files.isDirectory(machineRoot),
                "make it with tools/rootfs");
        boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        finding("control groups " + (unified ? "v2" : "v1"), true, "");
        for (Map.Entry<String, Path> feature : KERNEL.entrySet()) {
            finding(
                    "kernel: " + feature.getKey(),
                    Files.exists(feature.getValue()),
                    "load the module: modprobe " + feature.getKey());
        }
        String capabilities = capabilities();
        finding(
                "CAP_SYS_RESOURCE " + (capabilities.isEmpty() ? "present" : "absent"),
                true,
                capabilities);
        output.printRows(spec.commandLine().getOut(), List.of("check", "ok", "remedy"), findings);
        return findings.stream().allMatch(f -> Boolean.TRUE.equals(f.get("ok"))) ? 0 : 1;
    }

    private void present(String what, List<String> names, List<Path> places, String remedy) {
        List<String> missing =
                names.stream()
                        .filter(n ->
                                places.stream().noneMatch(p -> Files.isExecutable(p.resolve(n))))
                        .toList();
        finding(what, missing.isEmpty(), String.join(", ", missing) + " missing: run " + remedy);
    }

    private void finding(String check, boolean ok, String remedy) {
        var row = new LinkedHashMap<String, Object>();
        row.put("check", check);
        row.put("ok", ok);
        row.put("remedy", ok ? "" : remedy);
        findings.add(row);
    }

    private static List<Path> path() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .toList();
    }

    /// Without it, containerd cannot lower a process's OOM score; nodes are configured not to try.
    private static String capabilities() throws IOException {
        String effective =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapEff:"))
                        .map(line -> line.substring("CapEff:".length()).strip())
                        .findFirst()
                        .orElse("0");
        boolean present = (Long.parseUnsignedLong(effective, 16) >> 24 & 1) == 1;
        return present ? "" : "nodes restrict OOM score adjustment";
    }
}
