package io.mooring.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A machine with a kernel of its own, emulated in software, in the network of a local cluster that
/// knows nothing of it. What it writes to its disk is gone when it is switched off.
final class VirtualMachine implements AutoCloseable {

    private static final String TAP = "vm0";

    private final Process emulator;
    private final Path console;

    private VirtualMachine(Process emulator, Path console) {
        this.emulator = emulator;
        this.console = console;
    }

    /// Switches it on.
    ///
    /// @param directory takes its seed, which may hold secrets, and what its console says
    /// @param address of its own, in the cluster's network
    /// @param files what lies beside the user data, on the second disk
    static VirtualMachine powerOn(
            Path directory, LocalCluster cluster, String address, String userData, Path... files) {
        Command here = Command.in(directory);
        String lan = "--net=/run/netns/" + cluster.lan();
        Path seed = seed(directory, address, userData, files);
        here.run("nsenter", lan, "ip", "tuntap", "add", "dev", TAP, "mode", "tap").succeeded();
        here.run("nsenter", lan, "ip", "link", "set", TAP, "master", "br0", "up").succeeded();
        Path parts = Tree.cache().resolve("vm");
        Path console = directory.resolve("console");
        var command =
                List.of(
                        "nsenter",
                        lan,
                        "qemu-system-x86_64",
                        "-accel",
                        "tcg,tb-size=512",
                        "-cpu",
                        "Westmere",
                        "-m",
                        "2048",
                        "-display",
                        "none",
                        "-serial",
                        "file:" + console,
                        "-kernel",
                        parts.resolve("vmlinuz").toString(),
                        "-initrd",
                        parts.resolve("initrd").toString(),
                        "-append",
                        "root=/dev/vda rw console=ttyS0 net.ifnames=0 mitigations=off quiet",
                        "-drive",
                        "if=virtio,format=raw,snapshot=on,file=" + parts.resolve("disk"),
                        "-drive",
                        "if=virtio,format=raw,readonly=on,file=" + seed,
                        "-netdev",
                        "tap,id=lan,script=no,downscript=no,ifname=" + TAP,
                        "-device",
                        "virtio-net-pci,netdev=lan");
        return new VirtualMachine(here.start(command.toArray(String[]::new)), console);
    }

    /// What it has written to its serial line.
    String console() {
        try {
            return Files.exists(console) ? Files.readString(console) : "";
        } catch (IOException e) {
            throw new AssertionError("reading " + console, e);
        }
    }

    boolean isOn() {
        return emulator.isAlive();
    }

    @Override
    public void close() {
        emulator.destroyForcibly().onExit().join();
    }

    private static Path seed(Path directory, String address, String userData, Path... files) {
        try {
            var owner = PosixFilePermissions.fromString("rwx------");
            Path seed =
                    Files.createDirectory(
                            directory.resolve("seed"), PosixFilePermissions.asFileAttribute(owner));
            Files.writeString(seed.resolve("user-data"), userData);
            Files.writeString(seed.resolve("meta-data"), "instance-id: vm\nlocal-hostname: vm\n");
            Files.writeString(
                    seed.resolve("network-config"),
                    """
                    version: 2
                    ethernets:
                      eth0:
                        addresses: [%s/16]
                        routes: [{to: 0.0.0.0/0, via: 10.77.0.1}]
                    """
                            .formatted(address));
            for (Path file : files) {
                Files.copy(file, seed.resolve(file.getFileName()));
            }
            Path image = directory.resolve("seed.iso");
            Command.in(directory)
                    .run(
                            "sh",
                            "-c",
                            "umask 077; exec genisoimage -quiet -o \"$1\" -V cidata -r \"$2\"",
                            "sh",
                            image.toString(),
                            seed.toString())
                    .succeeded();
            return image;
        } catch (IOException e) {
            throw new AssertionError("making the seed of a virtual machine", e);
        }
    }
}
