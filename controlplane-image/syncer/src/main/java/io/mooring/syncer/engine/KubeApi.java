package io.mooring.syncer.engine;

import io.mooring.kube.BoundObject;
import io.mooring.kube.DeleteOptions;
import io.mooring.kube.IssuedToken;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A real API server: all of it, or one namespace. Does not close the client.
public final class KubeApi implements ApiServer {
    private final KubeClient client;
    private final ListQuery scope;

    /// @param scope what is watched of it
    public KubeApi(KubeClient client, ListQuery scope) {
        this.client = client;
        this.scope = scope;
    }

    @Override
    public AutoCloseable watch(ResourceKind kind, WatchHandler handler) {
        return watch(kind, kind.namespaced() ? scope : ListQuery.all(), handler);
    }

    @Override
    public AutoCloseable watch(ResourceKind kind, ListQuery query, WatchHandler handler) {
        return client.watch(kind, query, handler);
    }

    @Override
    public Optional<KubeObject> read(ResourceKind kind, String namespace, String name) {
        return called(() -> client.find(ObjectRef.of(kind, namespace, name)));
    }

    @Override
    public KubeObject create(ResourceKind kind, KubeObject object) {
        return called(() -> client.create(kind, object));
    }

    @Override
    public KubeObject update(ResourceKind kind, KubeObject object) {
        return called(() -> client.replace(kind, object));
    }

    @Override
    public KubeObject updateStatus(ResourceKind kind, KubeObject object) {
        return called(() -> client.replaceStatus(kind, object));
    }

    @Override
    public void extend(KubeObject pod) {
        called(() -> client.replaceEphemeralContainers(pod));
    }

    @Override
    public KubeObject resize(KubeObject pod) {
        return called(() -> client.resize(pod));
    }

    @Override
    public void bind(KubeObject pod, String node, Map<String, String> annotations) {
        called(() -> {
            client.bind(pod, node, annotations);
            return pod;
        });
    }

    @Override
    public IssuedToken issueToken(KubeObject pod, String audience, long seconds) {
        var account = pod.text("spec", "serviceAccountName").orElse("default");
        var audiences = audience.isEmpty() ? List.<String>of() : List.of(audience);
        var bound = new BoundObject("Pod", pod.name(), pod.uid());
        return called(() ->
                client.requestToken(
                        pod.namespace(),
                        account,
                        audiences,
                        Duration.ofSeconds(seconds),
                        Optional.of(bound)));
    }

    @Override
    public void delete(ResourceKind kind, KubeObject read, OptionalLong graceSeconds) {
        var options = DeleteOptions.defaults().same(read);
        var graceful =
                graceSeconds.isPresent()
                        ? options.grace((int) Math.min(Integer.MAX_VALUE, graceSeconds.getAsLong()))
                        : options;
        called(() -> client.delete(ObjectRef.of(kind, read), graceful));
    }

    private static <T> T called(Supplier<T> call) {
        try {
            return call.get();
        } catch (KubeFailure e) {
            var message = String.valueOf(e.getMessage());
            throw switch (e) {
                case KubeFailure.Conflict _ -> new ApiFailure.Conflict(message, e);
                case KubeFailure.NotFound _ -> new ApiFailure.Gone(message, e);
                case KubeFailure.Forbidden _, KubeFailure.Invalid _ ->
                        new ApiFailure.Rejected(message, e);
                case KubeFailure.Unavailable _, KubeFailure.Timeout _, KubeFailure.Cancelled _ ->
                        new ApiFailure.Unreachable(message, e);
            };
        }
    }
}
