package io.mooring.provider.resources.host;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One look at the API of a control plane.
public final class ApiLook {

    private static final Pattern VERSION = Pattern.compile("\"gitVersion\"\\s*:\\s*\"([^\"]+)\"");

    private ApiLook() {}

    /// What it says it is, once it is ready.
    ///
    /// @param kubeconfig of an administrator; a secret
    /// @throws KubeFailure if it does not answer, or is not ready
    public static String version(KubeClients clients, String kubeconfig) {
        KubeClient client = clients.of(kubeconfig);
        client.rawGet("/readyz");
        Matcher version = VERSION.matcher(client.rawGet("/version"));
        return version.find() ? version.group(1) : "unknown";
    }
}
