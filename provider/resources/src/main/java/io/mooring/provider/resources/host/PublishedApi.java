package io.mooring.provider.resources.host;

import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeFailure;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One look at a control plane that runs elsewhere, where its own files say.
public final class PublishedApi {

    private static final Pattern SERVER = Pattern.compile("(?m)^\\s*server:\\s*(\\S+)\\s*$");

    private PublishedApi() {}

    /// Where a kubeconfig of one cluster says that its API is.
    public static Optional<String> server(String kubeconfig) {
        Matcher server = SERVER.matcher(kubeconfig);
        return server.find() ? Optional.of(server.group(1)) : Optional.empty();
    }

    /// @param kubeconfig of an administrator, once the server has written it; a secret
    /// @param caCertificate its CA's, likewise
    public static ClusterState look(
            KubeClients clients, Optional<String> kubeconfig, Optional<String> caCertificate) {
        if (kubeconfig.isEmpty() || caCertificate.isEmpty()) {
            return new ClusterState.Down("the administrator's kubeconfig is not written yet");
        }
        Optional<String> server = server(kubeconfig.get());
        if (server.isEmpty()) {
            return new ClusterState.Down("the administrator's kubeconfig names no server");
        }
        try {
            return new ClusterState.Up(
                    new RunningCluster(
                            server.get(),
                            kubeconfig.get(),
                            CaHash.of(caCertificate.get()),
                            ApiLook.version(clients, kubeconfig.get()),
                            OptionalInt.empty()));
        } catch (KubeFailure e) {
            return new ClusterState.Down(
                    "the API does not answer at %s: %s".formatted(server.get(), e.getMessage()));
        }
    }
}
