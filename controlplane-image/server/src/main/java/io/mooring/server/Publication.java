package io.mooring.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mooring.api.Release;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.PodIdentity;
import io.mooring.kube.ResourceKind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the administrator's kubeconfig into a Secret of the host cluster, where whoever made this
/// control plane finds it. Written anew now and then, because certificates are. One of several
/// replicas leaves what another has written, as long as that serves.
final class Publication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int TURNS_A_DAY = Math.toIntExact(Duration.ofDays(1).dividedBy(INTERVAL));
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final String secret;
    private final DataDirectory data;
    private final Release release;
    private final Predicate<String> serves;
    private final PodIdentity pod = PodIdentity.ofProcess();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Closing closing = new Closing();
    // all are used by the publishing thread only
    private String published = "";
    private int turns;
    private String problem = "";

    private Publication(
            String secret, DataDirectory data, Release release, Predicate<String> serves) {
        this.secret = secret;
        this.data = data;
        this.release = release;
        this.serves = serves;
    }

    /// @param serves whether what is there need not be replaced
    static Publication start(
            String secret, DataDirectory data, Release release, Predicate<String> serves) {
        var publication = new Publication(secret, data, release, serves);
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
        turns++;
        if (kubeconfig.equals(published) && turns < TURNS_A_DAY) {
            return;
        }
        try (var host = pod.client(CALL_LIMIT)) {
            var ref = ObjectRef.of(ResourceKind.SECRET, pod.namespace(), secret);
            if (!isServed(host, ref, kubeconfig)) {
                host.mergePatch(ref, Map.of("data", content(kubeconfig)));
                LOG.info("secret={} kubeconfig published", secret);
            }
            published = kubeconfig;
            turns = 0;
            done.countDown();
        } catch (KubeFailure | UncheckedIOException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private boolean isServed(KubeClient host, ObjectRef ref, String own) {
        KubeObject found = host.get(ref);
        String there = text(found, "config");
        return text(found, "version").equals(release.toString())
                && (there.equals(own) || serves.test(there));
    }

    private static String text(KubeObject secret, String key) {
        return secret.text("data", key)
                .map(text -> new String(Base64.getDecoder().decode(text), UTF_8))
                .orElse("");
    }

    private Map<String, String> content(String kubeconfig) {
        return Map.of(
                "config",
                encoded(kubeconfig),
                "ca.crt",
                encoded(DataDirectory.read(data.pki().resolve("ca.crt"))),
                "version",
                encoded(release.toString()));
    }

    private void report(String now) {
        if (!now.equals(problem)) {
            problem = now;
            LOG.warn("secret={} kubeconfig not published, again in {}: {}", secret, INTERVAL, now);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
