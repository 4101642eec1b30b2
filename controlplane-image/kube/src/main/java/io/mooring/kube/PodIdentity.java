package io.mooring.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/// What a pod is given to talk to the cluster it runs in.
public final class PodIdentity {

    private static final Path MOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private PodIdentity() {}

    /// The namespace of the pod.
    ///
    /// @throws UncheckedIOException if this process has no service account
    public static String namespace() {
        return read("namespace").strip();
    }

    /// A client of the cluster the pod runs in, with the token as it is now: tokens are exchanged
    /// while a pod runs, so ask for a new client now and then.
    ///
    /// @throws UncheckedIOException if this process has no service account
    public static KubeClient client(Map<String, String> environment, Duration timeout) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "kubernetes.default.svc");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        String address = host.contains(":") ? "[" + host + "]" : host;
        byte[] ca = read("ca.crt").getBytes(StandardCharsets.UTF_8);
        return KubeClient.fromKubeconfig(
                """
                apiVersion: v1
                kind: Config
                current-context: host
                clusters: [{name: host, cluster: {server: "https://%s:%s", certificate-authority-data: %s}}]
                contexts: [{name: host, context: {cluster: host, user: host}}]
                users: [{name: host, user: {token: "%s"}}]
                """
                        .formatted(
                                address,
                                port,
                                Base64.getEncoder().encodeToString(ca),
                                read("token").strip()),
                timeout);
    }

    private static String read(String file) {
        try {
            return Files.readString(MOUNT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the service account of this pod", e);
        }
    }
}
