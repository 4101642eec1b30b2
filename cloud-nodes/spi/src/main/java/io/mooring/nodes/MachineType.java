package io.mooring.nodes;

import java.util.List;
import java.util.OptionalDouble;

/// A kind of machine that a provider makes.
///
/// @param architecture as Kubernetes names it: `amd64`, `arm64`
public record MachineType(
        String name,
        String architecture,
        int processors,
        long memoryMebibytes,
        int accelerators,
        List<Offering> offerings) {

    public MachineType {
        offerings = List.copyOf(offerings);
    }

    /// How a machine is paid for, and whether its provider may take it back.
    public enum Capacity {
        ON_DEMAND,
        SPOT
    }

    /// The type in one zone, to be had in one way.
    ///
    /// @param usdPerHour empty where the provider does not tell
    /// @param available false when the provider was out of it a short time ago
    public record Offering(
            String zone, Capacity capacity, OptionalDouble usdPerHour, boolean available) {}
}
