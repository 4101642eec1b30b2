package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeFailure;
import io.mooring.provider.resources.host.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A namespace of a host cluster, and the way there. Prints without the kubeconfig.
///
/// @param kubeconfig a secret
public record HostCluster(KubeClients clients, String kubeconfig, String namespace) {

    private static final Pattern CURRENT = Pattern.compile("(?m)^current-context:.*$");

    /// The namespace, by the given kubeconfig or else by that of the user.
    ///
    /// @throws HostFailure.Unusable if none is given and the user has none
    public static HostCluster of(
            KubeClients clients,
            Optional<String> kubeconfig,
            Optional<String> context,
            String namespace) {
        String text = kubeconfig.filter(t -> !t.isBlank()).orElseGet(HostCluster::ofUser);
        return new HostCluster(
                clients, context.map(name -> with(text, name)).orElse(text), namespace);
    }

    /// Nobody closes it.
    KubeClient client() {
        try {
            return clients.of(kubeconfig);
        } catch (IllegalArgumentException e) {
            throw new HostFailure.Unusable(
                    "reading the kubeconfig of the host cluster: " + e.getMessage(), e);
        }
    }

    /// Works with its API.
    ///
    /// @throws HostFailure.Unusable with the attempt and what the API said
    <T> T call(String attempt, Function<KubeClient, T> work) {
        try {
            return work.apply(client());
        } catch (KubeFailure e) {
            throw new HostFailure.Unusable(
                    "%s in %s: %s".formatted(attempt, this, e.getMessage()), e);
        }
    }

    private static String with(String kubeconfig, String context) {
        String line = "current-context: \"" + context + "\"";
        Matcher current = CURRENT.matcher(kubeconfig);
        return current.find()
                ? current.replaceAll(Matcher.quoteReplacement(line))
                : kubeconfig.stripTrailing() + "\n" + line + "\n";
    }

    private static String ofUser() {
        Path file =
                Optional.ofNullable(System.getenv("KUBECONFIG"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".kube", "config"));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new HostFailure.Unusable(
                    "reading the kubeconfig of the host cluster: none is given and %s cannot be read; give host.kubernetes.kubeconfig"
                            .formatted(file),
                    e);
        }
    }

    @Override
    public String toString() {
        return "namespace " + namespace;
    }
}
