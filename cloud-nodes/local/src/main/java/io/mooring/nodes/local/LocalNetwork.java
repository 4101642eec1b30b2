package io.mooring.nodes.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The network of one local cluster, as ARCHITECTURE.md draws it: a namespace for the control plane
/// without a route to any node, and one that joins the nodes by a bridge and hides them behind its
/// own address. [#ensure] and [#remove] may be repeated at will.
public final class LocalNetwork {

    public static final String CONTROL_PLANE_ADDRESS = "10.76.0.2";
    static final String GATEWAY_ADDRESS = "10.77.0.1";
    static final int NODE_PREFIX_LENGTH = 16;
    private static final String ROUTER_ADDRESS = "10.76.0.1";
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final String cluster;
    private final Commands commands = new Commands();

    public LocalNetwork(String cluster) {
        this.cluster = cluster;
    }

    /// The control plane's network namespace; its file is `/run/netns/` + this.
    public String controlPlaneNamespace() {
        return "mooring-" + cluster;
    }

    public Path controlPlaneNamespaceFile() {
        return NAMESPACES.resolve(controlPlaneNamespace());
    }

    String lanNamespace() {
        return "mooring-" + cluster + "-lan";
    }

    String machineNamespace(String machine) {
        return "mooring-" + cluster + "--" + machine;
    }

    public boolean exists() {
        return Files.exists(controlPlaneNamespaceFile())
                && Files.exists(NAMESPACES.resolve(lanNamespace()));
    }

    public void ensure() {
        String plane = controlPlaneNamespace();
        String lan = lanNamespace();
        addNamespace(plane);
        addNamespace(lan);
        if (!hasLink(plane, "eth0")) {
            commands.run(
                    "ip", "link", "add", "cp0", "netns", lan, "type", "veth", "peer", "name",
                    "eth0", "netns", plane);
        }
        address(plane, "eth0", CONTROL_PLANE_ADDRESS + "/30");
        address(lan, "cp0", ROUTER_ADDRESS + "/30");
        if (!hasLink(lan, "br0")) {
            commands.run("ip", "-n", lan, "link", "add", "br0", "type", "bridge");
        }
        address(lan, "br0", GATEWAY_ADDRESS + "/" + NODE_PREFIX_LENGTH);
        inside(lan, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        masquerade(lan);
    }

    /// Stands a machine's namespace with its one interface into the network.
    void attach(String machine, String address) {
        String namespace = machineNamespace(machine);
        addNamespace(namespace);
        String port = portName(address);
        if (!hasLink(namespace, "eth0")) {
            commands.attempt("ip", "-n", lanNamespace(), "link", "del", port);
            commands.run(
                    "ip",
                    "link",
                    "add",
                    port,
                    "netns",
                    lanNamespace(),
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    namespace);
        }
        commands.run("ip", "-n", lanNamespace(), "link", "set", port, "master", "br0", "up");
        address(namespace, "eth0", address + "/" + NODE_PREFIX_LENGTH);
        commands.run("ip", "-n", namespace, "route", "replace", "default", "via", GATEWAY_ADDRESS);
    }

    void detach(String machine) {
        removeNamespace(machineNamespace(machine));
    }

    /// Removes both namespaces and with them every link, address and rule. The machines' namespaces
    /// go with the machines.
    public void remove() {
        removeNamespace(lanNamespace());
        removeNamespace(controlPlaneNamespace());
    }

    private void masquerade(String lan) {
        inside(lan, "nft", "add", "table", "ip", "mooring");
        inside(lan, "nft", "flush", "table", "ip", "mooring");
        inside(lan, "nft", "add chain ip mooring out { type nat hook postrouting priority 100 ; }");
        inside(lan, "nft", "add rule ip mooring out ip saddr 10.77.0.0/16 oifname cp0 masquerade");
    }

    private void addNamespace(String name) {
        if (Files.exists(NAMESPACES.resolve(name))
                && !commands.attempt("ip", "-n", name, "link", "show", "lo").ok()) {
            removeNamespace(name);
        }
        if (!Files.exists(NAMESPACES.resolve(name))) {
            Commands.Result result = commands.attempt("ip", "netns", "add", name);
            if (!result.ok() && !Files.exists(NAMESPACES.resolve(name))) {
                throw new LocalFailure(
                        "cannot add network namespace " + name + ": " + result.output().strip());
            }
        }
        commands.run("ip", "-n", name, "link", "set", "lo", "up");
    }

    private void removeNamespace(String name) {
        if (Files.exists(NAMESPACES.resolve(name))) {
            Commands.Result result = commands.attempt("ip", "netns", "del", name);
            if (!result.ok() && Files.exists(NAMESPACES.resolve(name))) {
                throw new LocalFailure(
                        "cannot remove network namespace " + name + ": " + result.output().strip());
            }
        }
    }

    private boolean hasLink(String namespace, String link) {
        return commands.attempt("ip", "-n", namespace, "link", "show", link).ok();
    }

    private void address(String namespace, String link, String address) {
        commands.run("ip", "-n", namespace, "address", "replace", address, "dev", link);
        commands.run("ip", "-n", namespace, "link", "set", link, "up");
    }

    private void inside(String namespace, String... command) {
        var all =
                new java.util.ArrayList<>(
                        List.of("nsenter", "--net=" + NAMESPACES.resolve(namespace)));
        all.addAll(List.of(command));
        commands.run(all.toArray(String[]::new));
    }

    private static String portName(String address) {
        String[] parts = address.split("\\.");
        return "m" + parts[2] + "-" + parts[3];
    }
}
