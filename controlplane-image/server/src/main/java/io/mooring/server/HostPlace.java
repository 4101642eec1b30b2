package io.mooring.server;

import io.mooring.api.Problem;
import io.mooring.api.SharedNodes;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.PodIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a control plane without nodes of its own must know of the host cluster before it starts.
final class HostPlace {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private HostPlace() {}

    /// The settings with the host's range of service addresses, if nodes are shared. Found out once
    /// and kept in the data directory: services that exist keep their addresses.
    ///
    /// @throws ServerException if nodes cannot be shared here, or not as configured
    static ControlPlaneSettings settle(
            ControlPlaneSettings read, PodIdentity pod, DataDirectory data) {
        if (!read.sharesNodes()) {
            return read;
        }
        List<Problem> problems = SharedNodes.notYet(read.config());
        if (!problems.isEmpty()) {
            throw new ServerException(
                    "starting a control plane: "
                            + String.join("; ", problems.stream().map(Problem::toString).toList()));
        }
        if (!pod.exists()) {
            throw new ServerException(
                    "starting a control plane: privateNodes.enabled is false, and this process is in no pod of a cluster whose nodes it could share; set privateNodes.enabled to true, or run it in a host cluster");
        }
        return read.serviceCidr().isEmpty() ? read.with(range(pod, data)) : read;
    }

    private static String range(PodIdentity pod, DataDirectory data) {
        Path file = data.file("service-cidr");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String range = find(pod);
            Files.writeString(file, range + "\n");
            return range;
        } catch (IOException e) {
            throw new ServerException("keeping the range of services in " + file + ": " + e, e);
        }
    }

    private static String find(PodIdentity pod) {
        try (var host = pod.client(CALL_LIMIT)) {
            return HostServiceRange.find(host, pod.namespace(), pod.apiAddress());
        } catch (KubeFailure | UncheckedIOException e) {
            throw new ServerException(
                    "finding out the host cluster's range of service addresses: "
                            + e.getMessage()
                            + "; or set networking.serviceCIDR to it",
                    e);
        }
    }
}
