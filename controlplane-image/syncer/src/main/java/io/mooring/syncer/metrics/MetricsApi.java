package io.mooring.syncer.metrics;

import io.mooring.kube.HttpHead;
import io.mooring.kube.HttpHead.Field;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.syncer.kubelet.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers kube-apiserver for the group `metrics.k8s.io`. Who may ask has been decided there.
public final class MetricsApi implements Door.Service {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsApi.class);

    /// Nothing is told of their fields, in either form of that.
    private static final KubeObject SCHEMAS =
            new KubeObject(
                    Map.of(
                            "swagger",
                            "2.0",
                            "info",
                            Map.of("title", MetricsQuery.GROUP, "version", "v1beta1"),
                            "paths",
                            Map.of()));

    /// What is known of pods and nodes now. Thread-safe.
    public interface Source {
        /// Empty if nothing can be asked now.
        Optional<Metrics> now();
    }

    private final Source source;
    private final Set<String> served;

    /// @param served `nodes`, `pods`, or both
    public MetricsApi(Source source, Set<String> served) {
        this.source = source;
        this.served = Set.copyOf(served);
    }

    @Override
    public void answer(HttpHead request, InputStream in, OutputStream out) throws IOException {
        var query = MetricsQuery.of(request).filter(this::isServed);
        if (query.isEmpty()) {
            refuse(out, 404, "NotFound", "metrics.k8s.io has metrics to be read of " + served);
            return;
        }
        switch (query.get()) {
            case MetricsQuery.Kinds() -> write(out, 200, kinds());
            case MetricsQuery.Schemas() -> write(out, 200, SCHEMAS);
            default -> measured(out, query.get());
        }
    }

    private void measured(OutputStream out, MetricsQuery query) throws IOException {
        var metrics = source.now();
        if (metrics.isEmpty()) {
            refuse(
                    out,
                    503,
                    "ServiceUnavailable",
                    "the host cluster cannot be asked now; try again");
            return;
        }
        try {
            var found = find(metrics.get(), query);
            if (found.isPresent()) {
                write(out, 200, found.get());
            } else {
                refuse(out, 404, "NotFound", "there are no metrics of it");
            }
        } catch (KubeFailure.Invalid e) {
            refuse(out, 400, "BadRequest", String.valueOf(e.getMessage()));
        } catch (KubeFailure e) {
            LOG.warn("asking for metrics: {}", e.getMessage());
            refuse(out, 503, "ServiceUnavailable", "the host cluster tells no metrics");
        }
    }

    private boolean isServed(MetricsQuery query) {
        return switch (query) {
            case MetricsQuery.Kinds _, MetricsQuery.Schemas _ -> true;
            case MetricsQuery.Pods _, MetricsQuery.Pod _ -> served.contains("pods");
            case MetricsQuery.Nodes _, MetricsQuery.Node _ -> served.contains("nodes");
        };
    }

    private static Optional<KubeObject> find(Metrics metrics, MetricsQuery query) {
        return switch (query) {
            case MetricsQuery.Kinds _, MetricsQuery.Schemas _ -> Optional.empty();
            case MetricsQuery.Pods(var which) -> Optional.of(list("Pod", metrics.pods(which)));
            case MetricsQuery.Pod(var namespace, var name) -> metrics.pod(namespace, name);
            case MetricsQuery.Nodes(var which) -> Optional.of(list("Node", metrics.nodes(which)));
            case MetricsQuery.Node(var name) -> metrics.node(name);
        };
    }

    private static KubeObject list(String of, List<KubeObject> items) {
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        MetricsQuery.VERSION,
                        "kind",
                        of + "MetricsList",
                        "metadata",
                        Map.of(),
                        "items",
                        items.stream().map(KubeObject::fields).toList()));
    }

    private KubeObject kinds() {
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "APIResourceList",
                        "groupVersion",
                        MetricsQuery.VERSION,
                        "resources",
                        Stream.of(kind("nodes", "Node", false), kind("pods", "Pod", true))
                                .filter(kind -> served.contains(kind.get("name")))
                                .toList()));
    }

    private static Map<String, Object> kind(String plural, String of, boolean namespaced) {
        return Map.of(
                "name",
                plural,
                "singularName",
                "",
                "namespaced",
                namespaced,
                "kind",
                of + "Metrics",
                "verbs",
                List.of("get", "list"));
    }

    private static void refuse(OutputStream out, int code, String reason, String message)
            throws IOException {
        write(
                out,
                code,
                new KubeObject(
                        Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "Status",
                                "metadata",
                                Map.of(),
                                "status",
                                "Failure",
                                "reason",
                                reason,
                                "message",
                                message,
                                "code",
                                code)));
    }

    private static void write(OutputStream out, int code, KubeObject body) throws IOException {
        var bytes = body.json().getBytes(StandardCharsets.UTF_8);
        var fields =
                List.of(
                        new Field("Connection", "close"),
                        new Field("Content-Type", "application/json"),
                        new Field("Content-Length", Integer.toString(bytes.length)));
        out.write(
                new HttpHead("HTTP/1.1 " + code + (code == 200 ? " OK" : " Refused"), fields)
                        .bytes());
        out.write(bytes);
        out.flush();
    }
}
