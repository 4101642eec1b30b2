package io.mooring.cli;

import io.mooring.provider.resources.host.docker.DockerPlace;
import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which container engine a command is about, if it is about one.
final class EngineOption {

    @Option(
            names = "--docker",
            description =
                    "In a container engine: the one that DOCKER_HOST names, or that of this machine.")
    private boolean docker;

    @Option(
            names = "--docker-host",
            paramLabel = "ENDPOINT",
            description = "In that container engine: unix:///PATH or tcp://HOST:PORT.")
    private @Nullable String endpoint;

    boolean isGiven() {
        return docker || endpoint != null;
    }

    /// @param host what must not be given besides
    DockerPlace place(HostClusterOption host) {
        if (host.isGiven()) {
            throw new CliException(
                    "a cluster is in a container engine or in a host cluster; leave out --docker and --docker-host, or --kubeconfig, --context and --namespace");
        }
        try {
            return DockerPlace.at(
                    EngineEndpoint.of(
                            Optional.ofNullable(endpoint), Optional.empty(), System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new CliException("finding the container engine: " + e.getMessage());
        }
    }

    /// The options that lead another command to the same place, for a shell.
    String inShell() {
        return endpoint == null ? " --docker" : " --docker-host " + Texts.quoted(endpoint);
    }
}
