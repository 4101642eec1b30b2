package io.mooring.cli;

import java.net.InetSocketAddress;
import java.util.List;
import picocli.CommandLine.Option;

/// The health and the admin port of a tunnel server.
final class TunnelPorts {

    private static final int FIRST = 1024;
    private static final int LAST = 49151;

    @Option(
            names = "--health-port",
            defaultValue = "8092",
            description = "The port of /healthz, /readyz and /metrics (default: ${DEFAULT-VALUE}).")
    private int health;

    @Option(
            names = "--health-bind-address",
            defaultValue = "",
            description = "The address of --health-port (default: all).")
    private String healthAddress = "";

    @Option(
            names = "--admin-port",
            defaultValue = "8095",
            description = "The port of /metrics for operators (default: ${DEFAULT-VALUE}).")
    private int admin;

    @Option(
            names = "--admin-bind-address",
            defaultValue = "127.0.0.1",
            description = "The address of --admin-port (default: ${DEFAULT-VALUE}).")
    private String adminAddress = "";

    InetSocketAddress health(List<String> problems) {
        check("--health-port", health, problems);
        return at(healthAddress, health);
    }

    InetSocketAddress admin(List<String> problems) {
        check("--admin-port", admin, problems);
        return at(adminAddress.isEmpty() ? "127.0.0.1" : adminAddress, admin);
    }

    /// Upstream's limits: what lies outside is for the system or for outgoing connections.
    static void check(String flag, int port, List<String> problems) {
        if (port < FIRST || port > LAST) {
            problems.add("%s: %d is not from %d to %d".formatted(flag, port, FIRST, LAST));
        }
    }

    static InetSocketAddress at(String address, int port) {
        int valid = Math.clamp(port, 0, 65_535);
        return address.isEmpty()
                ? new InetSocketAddress(valid)
                : new InetSocketAddress(address, valid);
    }
}
