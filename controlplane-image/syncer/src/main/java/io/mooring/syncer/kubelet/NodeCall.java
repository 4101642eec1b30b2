package io.mooring.syncer.kubelet;

import io.mooring.kube.HttpHead;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a kubelet is asked about its node as a whole.
public enum NodeCall {
    /// What each pod and the node take, as JSON.
    SUMMARY("/stats/summary", List.of("stats")),
    /// The same for a metrics server, as text.
    RESOURCES("/metrics/resource", List.of("metrics")),
    /// The pods that are there.
    PODS("/pods", List.of("pods", "proxy"));

    private final String path;
    private final List<String> subresources;

    NodeCall(String path, List<String> subresources) {
        this.path = path;
        this.subresources = subresources;
    }

    /// Of the node, of which any must be allowed to whoever asks.
    public List<String> subresources() {
        return subresources;
    }

    /// Empty if it is something else.
    public static Optional<NodeCall> of(HttpHead request) {
        var parts = List.of(request.line().split(" ", -1));
        if (parts.size() != 3 || !parts.getFirst().equals("GET")) {
            return Optional.empty();
        }
        var asked = parts.get(1).split("\\?", 2)[0];
        return Stream.of(values())
                .filter(call -> asked.equals(call.path) || asked.equals(call.path + "/"))
                .findFirst();
    }
}
