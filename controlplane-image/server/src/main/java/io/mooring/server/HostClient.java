package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.PodIdentity;
import java.time.Duration;
import java.util.Optional;

/// A client of the host cluster by the identity of this pod. Thread-safe. Nothing is opened before
/// it is asked for.
final class HostClient implements AutoCloseable {

    private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

    private final PodIdentity pod;
    // both guarded by this
    private Optional<KubeClient> client = Optional.empty();
    private String identity = "";

    HostClient(PodIdentity pod) {
        this.pod = pod;
    }

    String namespace() {
        return pod.namespace();
    }

    /// With the token as it is now: the host exchanges it while this pod runs.
    ///
    /// @throws java.io.UncheckedIOException if this process has no service account
    synchronized KubeClient now() {
        String current = pod.kubeconfig();
        if (client.isEmpty()) {
            client = Optional.of(KubeClient.fromKubeconfig(current, CALL_LIMIT));
        } else if (!current.equals(identity)) {
            client.get().renew(current);
        }
        identity = current;
        return client.get();
    }

    @Override
    public synchronized void close() {
        client.ifPresent(KubeClient::close);
        client = Optional.empty();
    }
}
