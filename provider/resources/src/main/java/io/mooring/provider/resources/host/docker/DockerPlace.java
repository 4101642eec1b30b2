package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.WantedCluster;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// A container engine, and how a control plane is to run there.
///
/// @param image its image, with or without a tag; ours when not given
/// @param imageArchive where an archive of the image is, for an engine that has it not
/// @param hostIp the address of the engine's machine that the port is published on
/// @param port the published port; one is drawn when none is given
/// @param address where users and nodes find the engine's machine
/// @param network one that exists, in place of the cluster's own
/// @param memoryMiB what it may use of the machine's memory
public record DockerPlace(
        EngineEndpoint endpoint,
        Optional<String> image,
        Optional<Path> imageArchive,
        Optional<String> hostIp,
        OptionalInt port,
        Optional<String> address,
        Optional<String> network,
        OptionalLong memoryMiB) {

    static final String LOOPBACK = "127.0.0.1";

    /// As much as a control plane may use in a host cluster unless told otherwise.
    static final long USUAL_MEMORY_MIB = 2048;

    /// An engine, for a control plane that is there: nothing is known of how one would be made.
    public static DockerPlace at(EngineEndpoint endpoint) {
        return new DockerPlace(
                endpoint,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }

    /// Works with the engine.
    ///
    /// @throws HostFailure.Unusable with the attempt and what the engine said
    <T> T call(String attempt, Function<Engine, T> work) {
        try {
            return work.apply(new Engine(endpoint));
        } catch (EngineFailure e) {
            throw new HostFailure.Unusable(attempt + " in " + this + ": " + e.said(), e);
        }
    }

    /// Where users and nodes find the control plane: `HOST:PORT`.
    String exposed(int publishedPort) {
        String host = address.or(endpoint::publicHost).orElse(LOOPBACK);
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                + ":"
                + publishedPort;
    }

    /// The address its port is published on: all of the machine's where others are told to find it.
    String publishedOn(WantedCluster wanted) {
        boolean forOthers =
                address.isPresent()
                        || endpoint.publicHost().isPresent()
                        || !wanted.config().controlPlane().endpoint().isEmpty();
        return hostIp.orElse(forOthers ? "0.0.0.0" : LOOPBACK);
    }

    /// The port that the configuration asks for, in one way or the other.
    OptionalInt wantedPort(WantedCluster wanted) {
        String said = wanted.config().controlPlane().endpoint();
        return port.isPresent() || said.isEmpty()
                ? port
                : OptionalInt.of(Integer.parseInt(said.substring(said.lastIndexOf(':') + 1)));
    }

    @Override
    public String toString() {
        return "the engine at " + endpoint;
    }
}
