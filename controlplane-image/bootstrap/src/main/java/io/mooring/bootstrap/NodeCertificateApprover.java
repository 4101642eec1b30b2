package io.mooring.bootstrap;

import io.mooring.bootstrap.ApprovalRules.Decision;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Watch;
import io.mooring.kube.WatchHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Approves and denies the certificate requests of nodes, by [ApprovalRules], as they come.
///
/// One watch and one virtual thread for requests that have to wait until their node has registered.
/// Close it to stop.
public final class NodeCertificateApprover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCertificateApprover.class);
    private static final String REASON = "MooringNodeApprover";
    private static final Duration RETRY_EVERY = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MAX_WAITING = 10_000;

    private final KubeClient kube;
    private final BootstrapTokens tokens;
    private final Clock clock;
    // name of the request -> when it was seen first
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();
    private final Watch watch;
    private final Thread retries;

    private NodeCertificateApprover(KubeClient kube, BootstrapTokens tokens, Clock clock) {
        this.kube = kube;
        this.tokens = tokens;
        this.clock = clock;
        this.retries = Thread.ofVirtual().name("csr-retries").unstarted(this::retry);
        this.watch =
                kube.watch(
                        ResourceKind.CERTIFICATE_SIGNING_REQUEST,
                        ListQuery.all(),
                        new WatchHandler() {
                            @Override
                            public void present(KubeObject request) {
                                consider(request);
                            }

                            @Override
                            public void gone(KubeObject request) {
                                waiting.remove(request.name());
                            }
                        });
    }

    public static NodeCertificateApprover start(
            KubeClient kube, BootstrapTokens tokens, Clock clock) {
        var approver = new NodeCertificateApprover(kube, tokens, clock);
        approver.retries.start();
        return approver;
    }

    @Override
    public void close() {
        watch.close();
        retries.interrupt();
    }

    private void retry() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(RETRY_EVERY);
                for (var name : waiting.keySet()) {
                    kube.find(ObjectRef.cluster(ResourceKind.CERTIFICATE_SIGNING_REQUEST, name))
                            .ifPresentOrElse(this::considerQuietly, () -> waiting.remove(name));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (KubeFailure.Cancelled _) {
            // closed
        }
    }

    private void considerQuietly(KubeObject request) {
        try {
            consider(request);
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure e) {
            LOG.warn("csr={} not decided, again soon: {}", request.name(), e.getMessage());
        }
    }

    private void consider(KubeObject request) {
        if (!request.list("status", "conditions").isEmpty()) {
            waiting.remove(request.name());
            return;
        }
        try {
            act(request, decide(request));
        } catch (KubeFailure.Conflict | KubeFailure.NotFound e) {
            LOG.debug("csr={} changed meanwhile: {}", request.name(), e.getMessage());
            waitFor(request);
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
            waitFor(request);
            throw e;
        }
    }

    private Decision decide(KubeObject request) {
        try {
            return ApprovalRules.decide(
                    RequestReader.read(request), new ClusterFacts(kube, tokens, clock));
        } catch (IllegalArgumentException e) {
            return RequestReader.byNodeOrToken(request)
                    ? new Decision.Deny(String.valueOf(e.getMessage()))
                    : new Decision.Ignore();
        }
    }

    private void act(KubeObject request, Decision decision) {
        switch (decision) {
            case Decision.Ignore() -> waiting.remove(request.name());
            case Decision.Deny(var reason) -> deny(request, reason);
            case Decision.Approve(var node, var claim) -> approve(request, node, claim);
            case Decision.Wait(var reason) -> {
                if (waitFor(request)) {
                    LOG.debug("csr={} waits: {}", request.name(), reason);
                } else {
                    deny(request, reason);
                }
            }
        }
    }

    /// @return false if it has waited long enough
    private boolean waitFor(KubeObject request) {
        var now = clock.instant();
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(request.name())) {
            return false;
        }
        var since = waiting.computeIfAbsent(request.name(), _ -> now);
        return Duration.between(since, now).compareTo(PATIENCE) < 0;
    }

    private void approve(KubeObject request, String node, Optional<String> claim) {
        if (claim.isPresent() && !tokens.claim(claim.get(), node)) {
            deny(
                    request,
                    "the single-use bootstrap token " + claim.get() + " was used by another node");
            return;
        }
        kube.approveCertificateSigningRequest(request, REASON, "request of node " + node);
        waiting.remove(request.name());
        LOG.info(
                "csr={} node={} signer={} requestor={} approved",
                request.name(),
                node,
                request.text("spec", "signerName").orElse(""),
                request.text("spec", "username").orElse(""));
    }

    private void deny(KubeObject request, String reason) {
        kube.denyCertificateSigningRequest(request, REASON, reason);
        waiting.remove(request.name());
        LOG.warn(
                "csr={} requestor={} denied: {}",
                request.name(),
                request.text("spec", "username").orElse(""),
                reason);
    }
}
