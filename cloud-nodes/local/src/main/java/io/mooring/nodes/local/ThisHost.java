package io.mooring.nodes.local;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.MachineType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalDouble;

/// What machines of this host are called, and how much of it each may use: all.
final class ThisHost {

    static final String TYPE = "namespace";
    private static final long MEBIBYTE = 1024 * 1024;

    private ThisHost() {}

    static String providerId(MachineId id) {
        return "local://" + id;
    }

    static MachineType machineType() {
        String architecture = System.getProperty("os.arch");
        return new MachineType(
                TYPE,
                architecture.equals("aarch64") ? "arm64" : architecture,
                Runtime.getRuntime().availableProcessors(),
                memory() / MEBIBYTE,
                0,
                List.of(
                        new MachineType.Offering(
                                "", MachineType.Capacity.ON_DEMAND, OptionalDouble.of(0), true)));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean host
                ? host.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
