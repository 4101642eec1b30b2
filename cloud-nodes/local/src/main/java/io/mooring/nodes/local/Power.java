package io.mooring.nodes.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The power button of a namespace machine.
final class Power {

    /// What the `power-on` script needs to know besides the machine's directory.
    record Boot(String machine, Path machineRoot, String networkNamespace, String controlGroup) {}

    private static final Duration KILL_LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String SYSTEMD_POWER_OFF = "RTMIN+4";

    /// Boots the machine, detached from this process: it outlives us. True once its init runs.
    boolean on(MachineDirectory directory, Boot boot, Duration limit) {
        var builder =
                new ProcessBuilder("setsid", "/bin/sh", directory.script("power-on").toString())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(directory.powerLog().toFile())
                        .redirectErrorStream(true);
        var environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("MACHINE", boot.machine());
        environment.put("MACHINE_DIR", directory.path().toString());
        environment.put("MACHINE_ROOT", boot.machineRoot().toString());
        environment.put("MACHINE_NET", boot.networkNamespace());
        environment.put("MACHINE_CGROUP", boot.controlGroup());
        try {
            Files.deleteIfExists(directory.path().resolve("init"));
            Process process = builder.start();
            return await(limit, () -> directory.init().isPresent() || !process.isAlive())
                    && directory.init().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("starting machine " + boot.machine(), e);
        }
    }

    /// Ends the machine: by systemd's own shutdown while `patience` lasts, then by killing what is
    /// left. True when nothing is left.
    boolean off(MachineDirectory directory, ControlGroups groups, Duration patience) {
        Optional<ProcessIdentity> init = directory.init();
        if (init.isPresent() && patience.isPositive()) {
            signal(SYSTEMD_POWER_OFF, init.get().pid());
            await(patience, () -> directory.init().isEmpty());
        }
        directory.init().ifPresent(left -> signal("KILL", left.pid()));
        return clearAway(groups);
    }

    /// Kills what is left in the groups and removes them. The kernel ends a machine's processes
    /// with its init; this is for half-made ones.
    boolean clearAway(ControlGroups groups) {
        return await(
                KILL_LIMIT,
                () -> {
                    groups.processes().forEach(pid -> signal("KILL", pid));
                    return groups.processes().isEmpty() && groups.remove();
                });
    }

    static String log(MachineDirectory directory) {
        try {
            return Files.readString(directory.powerLog()).strip();
        } catch (IOException _) {
            return "(no power.log)";
        }
    }

    private static void signal(String signal, long pid) {
        new Commands().attempt("kill", "-" + signal, Long.toString(pid));
    }

    private static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
