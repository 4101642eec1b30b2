package io.mooring.provider.resources.host.ssh;

import io.mooring.ssh.Route;
import java.nio.file.Path;
import java.util.Optional;

/// A machine, and how a control plane is to run there.
///
/// @param sudo whether who logs in becomes root by it
/// @param image of the control plane in a registry, with or without a tag
/// @param imageArchive where an archive of the image is on this machine; has precedence
/// @param address where users and nodes find the machine
/// @param memoryMiB what the control plane may use of its memory
public record SshPlace(
        Route route,
        boolean sudo,
        Optional<String> image,
        Optional<Path> imageArchive,
        Optional<String> address,
        long memoryMiB) {

    /// As much as a control plane may use in a host cluster unless told otherwise.
    public static final long USUAL_MEMORY_MIB = 2048;

    /// Where users and nodes find the control plane: `HOST:PORT`.
    String exposed(int port) {
        return exposed(address.orElse(route.login().address()), port);
    }

    /// A host and a port as one text.
    public static String exposed(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return "machine " + route;
    }
}
