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

    private final Path mount;
    private final Map<String, String> environment;

    /// @param mount where the files of the service account are
    /// @param environment where the cluster's address is
    public PodIdentity(Path mount, Map<String, String> environment) {
        this.mount = mount;
        this.environment = Map.copyOf(environment);
    }

    public static PodIdentity ofProcess() {
        return new PodIdentity(MOUNT, System.getenv());
    }

    /// Whether this process runs in a pod that has a service account.
    public boolean exists() {
        return Files.isReadable(mount.resolve("token"));
    }

    /// The namespace of the pod.
    ///
    /// @throws UncheckedIOException if this process has no service account
    public String namespace() {
        return read("namespace").strip();
    }

    /// Where pods reach the cluster's API: an address, or a name.
    public String apiAddress() {
        return environment.getOrDefault("KUBERNETES_SERVICE_HOST", "kubernetes.default.svc");
    }

    /// A client of the cluster the pod runs in, with the token as it is now: tokens are exchanged
    /// while a pod runs, so ask for a new client now and then, or renew it by [#kubeconfig].
    ///
    /// @throws UncheckedIOException if this process has no service account
    public KubeClient client(Duration timeout) {
        return KubeClient.fromKubeconfig(kubeconfig(), timeout);
    }

    /// A secret: the cluster the pod runs in, with the token as it is now.
    ///
    /// @throws UncheckedIOException if this process has no service account
    public String kubeconfig() {
        String host = apiAddress();
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        String address = host.contains(":") ? "[" + host + "]" : host;
        byte[] ca = read("ca.crt").getBytes(StandardCharsets.UTF_8);
        return """
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
                        read("token").strip());
    }

    private String read(String file) {
        try {
            return Files.readString(mount.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the service account of this pod", e);
        }
    }
}
