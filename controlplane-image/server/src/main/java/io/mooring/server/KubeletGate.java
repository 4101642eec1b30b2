package io.mooring.server;

import io.mooring.kube.HttpHead;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.TokenReviewResult;
import io.mooring.syncer.kubelet.Gate;
import io.mooring.syncer.kubelet.NodeCall;
import io.mooring.syncer.kubelet.Refusal;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Who may ask a node's kubelet: the tenant's kube-apiserver, by its certificate, for everything;
/// and whoever shows a token of the tenant's API, for what is told of the node as a whole, if that
/// API allows it, as kubelets do it.
final class KubeletGate implements Gate {

    private static final ResourceKind ACCESS_REVIEW =
            ResourceKind.cluster(
                    "authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews");
    private static final String BEARER = "Bearer ";

    private final ApiServerGate apiServer;
    private final KubeClient tenant;
    private final Semaphore reviews;
    private final String node;

    /// @param tenant is not closed here
    /// @param reviews as many as it may be asked at once whose a token is
    KubeletGate(ApiServerGate apiServer, KubeClient tenant, Semaphore reviews, String node) {
        this.apiServer = apiServer;
        this.tenant = tenant;
        this.reviews = reviews;
        this.node = node;
    }

    @Override
    public Socket admit(Socket dialled) throws IOException {
        return apiServer.hear(dialled);
    }

    @Override
    public Optional<Refusal> refusal(Socket admitted, HttpHead request) {
        return apiServer.isApiServer(admitted) ? Optional.empty() : refusal(request);
    }

    private Optional<Refusal> refusal(HttpHead request) {
        Optional<String> token =
                request.first("Authorization")
                        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                        .map(value -> value.substring(BEARER.length()).strip());
        if (token.isEmpty()) {
            return Optional.of(new Refusal(401, "show a token of the cluster's API"));
        }
        Optional<NodeCall> call = NodeCall.of(request);
        if (call.isEmpty()) {
            return Optional.of(
                    new Refusal(
                            403,
                            "by a token a node tells /pods, /stats/summary and /metrics/resource;"
                                    + " ask the cluster's API for all else"));
        }
        if (!reviews.tryAcquire()) {
            return Optional.of(new Refusal(503, "many tokens are being looked at; try again"));
        }
        try {
            return switch (tenant.reviewToken(new Secret(token.get()), List.of())) {
                case TokenReviewResult.Rejected _ ->
                        Optional.of(new Refusal(401, "the cluster's API does not know that token"));
                case TokenReviewResult.Authenticated caller -> refusal(caller, call.get());
            };
        } catch (KubeFailure _) {
            return Optional.of(new Refusal(503, "the cluster's API does not answer; try again"));
        } finally {
            reviews.release();
        }
    }

    private Optional<Refusal> refusal(TokenReviewResult.Authenticated caller, NodeCall call) {
        return call.subresources().stream().anyMatch(of -> mayGet(caller, of))
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                403,
                                "%s may not get nodes/%s of %s: give it a role in the cluster"
                                        .formatted(
                                                caller.username(),
                                                call.subresources().getFirst(),
                                                node)));
    }

    private boolean mayGet(TokenReviewResult.Authenticated caller, String subresource) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("user", caller.username());
        spec.put("groups", caller.groups());
        spec.put("extra", caller.extra());
        spec.put(
                "resourceAttributes",
                Map.of(
                        "verb", "get",
                        "version", "v1",
                        "resource", "nodes",
                        "subresource", subresource,
                        "name", node));
        var review =
                new KubeObject(
                        Map.of(
                                "apiVersion", ACCESS_REVIEW.apiVersion(),
                                "kind", ACCESS_REVIEW.kind(),
                                "spec", spec));
        return tenant.create(ACCESS_REVIEW, review)
                .text("status", "allowed")
                .filter("true"::equals)
                .isPresent();
    }
}
