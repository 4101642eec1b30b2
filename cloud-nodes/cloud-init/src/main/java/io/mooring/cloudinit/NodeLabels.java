package io.mooring.cloudinit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which labels a kubelet may give to its own node. Others stop it at start, long after the machine
/// was paid for, so they are refused when the settings are made.
final class NodeLabels {
    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final Set<String> KNOWN =
            Set.of(
                    "kubernetes.io/hostname",
                    "kubernetes.io/arch",
                    "kubernetes.io/os",
                    "beta.kubernetes.io/arch",
                    "beta.kubernetes.io/os",
                    "beta.kubernetes.io/instance-type",
                    "node.kubernetes.io/instance-type",
                    "failure-domain.beta.kubernetes.io/zone",
                    "failure-domain.beta.kubernetes.io/region",
                    "topology.kubernetes.io/zone",
                    "topology.kubernetes.io/region");

    private NodeLabels() {}

    static void check(Map<String, String> labels) {
        var problems =
                labels.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(NodeLabels::problem)
                        .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot label the node: " + String.join("; ", problems));
        }
    }

    static String flag(Map<String, String> labels) {
        return labels.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(label -> label.getKey() + "=" + label.getValue())
                .reduce((left, right) -> left + "," + right)
                .orElse("");
    }

    private static Stream<String> problem(Map.Entry<String, String> label) {
        if (!KEY.matcher(label.getKey()).matches()) {
            return Stream.of("\"" + label.getKey() + "\" is not a label key");
        }
        if (!VALUE.matcher(label.getValue()).matches()) {
            return Stream.of("\"" + label.getValue() + "\" is not a value for " + label.getKey());
        }
        return mayBeSetByKubelet(label.getKey())
                ? Stream.empty()
                : Stream.of(
                        label.getKey()
                                + " is not one a kubelet may set: use node.kubernetes.io/... or a"
                                + " prefix of your own");
    }

    private static boolean mayBeSetByKubelet(String key) {
        int slash = key.indexOf('/');
        var prefix = slash < 0 ? "" : key.substring(0, slash);
        boolean reserved = within(prefix, List.of("kubernetes.io", "k8s.io"));
        return !reserved
                || KNOWN.contains(key)
                || within(prefix, List.of("kubelet.kubernetes.io", "node.kubernetes.io"));
    }

    private static boolean within(String prefix, List<String> domains) {
        return domains.stream().anyMatch(it -> prefix.equals(it) || prefix.endsWith("." + it));
    }
}
