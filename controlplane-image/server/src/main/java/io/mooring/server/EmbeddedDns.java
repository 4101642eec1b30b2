package io.mooring.server;

import io.mooring.addons.Corefile;
import io.mooring.api.CoreDns;
import io.mooring.api.DnsPorts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The cluster's DNS as a process of this server, in place of pods on the host's nodes. Each of
/// several replicas has its own, and the copy of the service leads to all that are ready.
final class EmbeddedDns {

    static final String PROGRAM = "coredns";
    private static final String KUBECONFIG = "coredns.conf";
    private static final String MEMORY_LIMIT = "64MiB";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ANSWER_MILLIS = 2_000;
    private static final URI READY =
            URI.create(
                    "http://"
                            + ControlPlane.LOOPBACK.getHostAddress()
                            + ":"
                            + DnsPorts.READY
                            + "/ready");

    private final ControlPlaneSettings settings;
    private final Path corefile;
    private final ChildSpec process;

    private EmbeddedDns(ControlPlaneSettings settings, DataDirectory data, Path binDir) {
        this.settings = settings;
        this.corefile = data.file("Corefile");
        this.process =
                ChildSpec.ofGo(
                                binDir.resolve(PROGRAM),
                                List.of("-conf", corefile.toString()),
                                MEMORY_LIMIT,
                                PATIENCE)
                        .with("KUBECONFIG", data.kubeconfigs().resolve(KUBECONFIG).toString());
    }

    /// None unless the configuration asks for it.
    static Optional<EmbeddedDns> of(
            ControlPlaneSettings settings, DataDirectory data, Path binDir) {
        return settings.runsDns()
                ? Optional.of(new EmbeddedDns(settings, data, binDir))
                : Optional.empty();
    }

    ChildSpec process() {
        return process;
    }

    /// Writes what the process reads at its start.
    ///
    /// @throws ServerException if names are to mean what nobody here knows
    void prepare() {
        try {
            Files.writeString(corefile, Corefile.of(config(), ClusterAddons.place(settings)));
        } catch (IOException e) {
            throw new ServerException("writing the Corefile of the cluster's DNS: " + e, e);
        }
    }

    /// Why it does not answer yet; empty if it does, and where a Corefile of the user's does not
    /// say where to ask.
    String problem() {
        if (!config().overwriteConfig().isEmpty()) {
            return "";
        }
        try {
            var connection = (HttpURLConnection) READY.toURL().openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK ? "" : READY + " answers " + status;
        } catch (IOException e) {
            return READY + " does not answer: " + e.getMessage();
        }
    }

    private CoreDns config() {
        return settings.config().controlPlane().coredns();
    }
}
