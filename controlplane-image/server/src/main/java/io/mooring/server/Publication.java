package io.mooring.server;

import io.mooring.api.KubernetesVersion;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the administrator's kubeconfig into a Secret of the host cluster, where whoever made this
/// control plane finds it. Written anew now and then, because certificates are. Of several replicas
/// one does it; the others only see to it that there is a kubeconfig of this cluster.
final class Publication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final String secret;
    private final DataDirectory data;
    private final boolean always;
    private final PodIdentity pod = PodIdentity.ofProcess();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Closing closing = new Closing();
    // both are used by the publishing thread only
    private String published = "";
    private String problem = "";

    private Publication(String secret, DataDirectory data, boolean always) {
        this.secret = secret;
        this.data = data;
        this.always = always;
    }

    /// @param always whether what another replica has written is replaced
    static Publication start(String secret, DataDirectory data, boolean always) {
        var publication = new Publication(secret, data, always);
        publication.closing.add(
                "publication", Periodic.startNow("publication", INTERVAL, publication::publish));
        return publication;
    }

    /// Returns once it is written, so that whoever sees this control plane ready does not read what
    /// one before it has written; or after that time, since a cluster is worth more than its
    /// kubeconfig.
    void await(Duration limit) {
        try {
            if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("secret={} kubeconfig not published within {}, going on", secret, limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while publishing the kubeconfig", e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }

    private void publish() {
        String kubeconfig = DataDirectory.read(data.kubeconfigs().resolve("admin.conf"));
        if (kubeconfig.equals(published)) {
            return;
        }
        try (var host = pod.client(CALL_LIMIT)) {
            var ref = ObjectRef.of(ResourceKind.SECRET, pod.namespace(), secret);
            if (always || !isOfThisCluster(host.get(ref))) {
                host.mergePatch(ref, Map.of("data", content(kubeconfig)));
                LOG.info("secret={} kubeconfig published", secret);
            }
            published = kubeconfig;
            done.countDown();
        } catch (KubeFailure | UncheckedIOException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private boolean isOfThisCluster(KubeObject found) {
        return found.text("data", "config").isPresent()
                && found.text("data", "ca.crt").equals(Optional.of(authority()));
    }

    private String authority() {
        return encoded(DataDirectory.read(data.pki().resolve("ca.crt")));
    }

    private Map<String, String> content(String kubeconfig) {
        return Map.of(
                "config",
                encoded(kubeconfig),
                "ca.crt",
                authority(),
                "version",
                encoded(KubernetesVersion.BUILT));
    }

    private void report(String now) {
        if (!now.equals(problem)) {
            problem = now;
            LOG.warn("secret={} kubeconfig not published, again in {}: {}", secret, INTERVAL, now);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
