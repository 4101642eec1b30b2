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
    private static final Duration REAP_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final String SYSTEMD_POWER_OFF = "RTMIN+4";

    /// How an attempt to boot went.
    sealed interface Start {

        record Running() implements Start {}

        /// What was to boot the machine gave up.
        record GaveUp(String log) implements Start {}

        record TimedOut(Duration after) implements Start {}
    }

    /// Boots the machine, detached from this process: it outlives us.
    Start on(MachineDirectory directory, Boot boot, Duration limit) {
        var builder =
                new ProcessBuilder("setsid", "/bin/sh", directory.script("power-on").toString())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .redirectOutput(directory.powerLog().toFile())
                        .redirectErrorStream(true);
        Commands.replaceEnvironment(builder);
        var environment = builder.environment();
        environment.put("MACHINE", boot.machine());
        environment.put("MACHINE_DIR", directory.path().toString());
        environment.put("MACHINE_ROOT", boot.machineRoot().toString());
        environment.put("MACHINE_NET", boot.networkNamespace());
        environment.put("MACHINE_CGROUP", boot.controlGroup());
        try {
            Files.deleteIfExists(directory.path().resolve("init"));
            Process process = builder.start();
            boolean decided =
                    await(limit, () -> directory.init().isPresent() || !process.isAlive());
            if (directory.init().isPresent()) {
                return new Start.Running();
            }
            return decided ? new Start.GaveUp(log(directory)) : new Start.TimedOut(limit);
        } catch (IOException e) {
            throw new UncheckedIOException("starting machine " + boot.machine(), e);
        }
    }

    /// Ends the machine: by systemd's own shutdown while `patience` lasts, then by killing what is
    /// left. True when nothing is left.
    boolean off(MachineDirectory directory, ControlGroups groups, Duration patience) {
        Optional<ProcessIdentity> init = directory.init();
        if (init.isPresent() && patience.isPositive()) {
            shutDown(directory, patience);
        }
        directory.init().ifPresent(left -> signal("KILL", left.pid()));
        if (init.isEmpty() || !await(REAP_LIMIT, () -> directory.launcher().isEmpty())) {
            directory.launcher().ifPresent(left -> signal("KILL", left.pid()));
        }
        return clearAway(groups);
    }

    /// Asks until it is heard: the kernel drops the signal while an init that only just started
    /// does not listen for it yet.
    private static void shutDown(MachineDirectory directory, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean over = false;
        for (long left = patience.toNanos(); !over && left > 0; left = end - System.nanoTime()) {
            directory.init().ifPresent(init -> signal(SYSTEMD_POWER_OFF, init.pid()));
            long pause = Math.min(left, ASK_AGAIN.toNanos());
            over = await(Duration.ofNanos(pause), () -> directory.init().isEmpty());
        }
    }

    /// Ends what is left of the machine and removes its directory, again until both hold: what was
    /// just being started may still have written there.
    boolean remove(MachineDirectory directory, ControlGroups groups) {
        return await(KILL_LIMIT, () -> off(directory, groups, Duration.ZERO) && directory.remove());
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

    private static String log(MachineDirectory directory) {
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
