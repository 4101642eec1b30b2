package io.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which releases of Kubernetes may follow each other, and work beside each other.
public final class VersionSkew {

    /// How many minor versions a kubelet may be behind kube-apiserver.
    public static final int KUBELETS_BEHIND = 3;

    private static final int NAMED = 5;

    private VersionSkew() {}

    /// Why a control plane cannot go from one release to the other, and what can be done instead:
    /// one minor version at a time, and never back. Patches go both ways.
    public static Optional<String> refusal(Release before, Release after) {
        String change = "from " + before + " to " + after;
        if (after.minor() < before.minor()) {
            return Optional.of(
                    change + ": Kubernetes cannot go back; restore a snapshot into a new cluster");
        }
        if (after.minor() > before.minor() + 1) {
            return Optional.of(
                    "%s: Kubernetes takes one minor version at a time; go to 1.%d first"
                            .formatted(change, before.minor() + 1));
        }
        return Optional.empty();
    }

    /// One text for each release of kubelets that are too old to work with that kube-apiserver.
    /// What is no release is left out.
    ///
    /// @param kubelets what each node's kubelet says it is, by the node's name
    public static List<String> tooOld(Release server, Map<String, String> kubelets) {
        int oldest = server.minor() - KUBELETS_BEHIND;
        var nodes = new TreeMap<Release, List<String>>();
        new TreeMap<>(kubelets)
                .forEach((node, version) ->
                        Release.parse(version)
                                .filter(kubelet -> kubelet.minor() < oldest)
                                .ifPresent(kubelet ->
                                        nodes.computeIfAbsent(kubelet, _ -> new ArrayList<>())
                                                .add(node)));
        return nodes.entrySet().stream()
                .map(old ->
                        "%s with kubelet %s: %s works with kubelets of v1.%d and later; upgrade or remove them first"
                                .formatted(named(old.getValue()), old.getKey(), server, oldest))
                .toList();
    }

    private static String named(List<String> nodes) {
        String first = String.join(", ", nodes.subList(0, Math.min(NAMED, nodes.size())));
        String rest = nodes.size() > NAMED ? " and %d more".formatted(nodes.size() - NAMED) : "";
        return (nodes.size() == 1 ? "node " : "nodes ") + first + rest;
    }
}
