package io.mooring.syncer.metrics;

import io.mooring.kube.HttpHead;
import io.mooring.kube.ListQuery;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is asked of the API.
sealed interface MetricsQuery {
    String GROUP = "metrics.k8s.io";
    String VERSION = GROUP + "/v1beta1";
    String ROOT = "/apis/" + VERSION;

    /// Which kinds there are.
    record Kinds() implements MetricsQuery {}

    /// What the kinds look like, which every API server is asked.
    record Schemas() implements MetricsQuery {}

    /// All pods that match.
    record Pods(ListQuery query) implements MetricsQuery {}

    record Pod(String namespace, String name) implements MetricsQuery {}

    /// All nodes that match.
    record Nodes(ListQuery query) implements MetricsQuery {}

    record Node(String name) implements MetricsQuery {}

    /// Empty if this is nothing that is served.
    static Optional<MetricsQuery> of(HttpHead request) {
        var parts = List.of(request.line().split(" ", -1));
        if (parts.size() != 3 || !parts.getFirst().equals("GET")) {
            return Optional.empty();
        }
        var target = List.of(parts.get(1).split("\\?", 2));
        var path = target.getFirst();
        if (path.startsWith("/openapi/")) {
            return Optional.of(new Schemas());
        }
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            return Optional.empty();
        }
        var steps = new ArrayList<>(List.of(path.substring(ROOT.length()).split("/")));
        steps.removeIf(String::isEmpty);
        return Steps.read(steps, target.size() == 1 ? "" : target.get(1));
    }

    /// The parts of a path below the version.
    final class Steps {
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

        private Steps() {}

        private static Optional<MetricsQuery> read(List<String> steps, String parameters) {
            if (!steps.stream().allMatch(NAME.asMatchPredicate())) {
                return Optional.empty();
            }
            var first = steps.isEmpty() ? "" : steps.getFirst();
            return switch (first + steps.size()) {
                case "0" -> Optional.of(new Kinds());
                case "nodes1" -> Optional.of(new Nodes(query("", parameters)));
                case "nodes2" -> Optional.of(new Node(steps.get(1)));
                case "pods1" -> Optional.of(new Pods(query("", parameters)));
                case "namespaces3", "namespaces4" -> ofNamespace(steps, parameters);
                default -> Optional.empty();
            };
        }

        private static Optional<MetricsQuery> ofNamespace(List<String> steps, String parameters) {
            if (!steps.get(2).equals("pods")) {
                return Optional.empty();
            }
            return Optional.of(
                    steps.size() == 4
                            ? new Pod(steps.get(1), steps.get(3))
                            : new Pods(query(steps.get(1), parameters)));
        }

        private static ListQuery query(String namespace, String parameters) {
            return ListQuery.namespace(namespace)
                    .labels(value(parameters, "labelSelector="))
                    .fields(value(parameters, "fieldSelector="));
        }

        private static String value(String parameters, String name) {
            for (var parameter : parameters.split("&", -1)) {
                if (parameter.startsWith(name)) {
                    try {
                        return URLDecoder.decode(
                                parameter.substring(name.length()), StandardCharsets.UTF_8);
                    } catch (IllegalArgumentException _) {
                        // no selector of the API's has this form either
                        return parameter.substring(name.length());
                    }
                }
            }
            return "";
        }
    }
}
