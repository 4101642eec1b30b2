package io.mooring.api;

import java.util.List;

/// The manifests that replace those of the cluster's DNS: whether they can be read, and what they
/// leave without effect.
final class CoreDnsRules implements Rule {
    private static final String PATH = "controlPlane.coredns.";
    private static final String MANIFESTS = PATH + "overwriteManifests";
    private static final List<String> REPLACED =
            List.of("deployment", "service", "security", "priorityClassName", "overwriteConfig");

    @Override
    public void check(Check check) {
        var manifests = check.config().controlPlane().coredns().overwriteManifests();
        if (manifests.isEmpty()) {
            return;
        }
        for (var key : REPLACED) {
            var node = Tree.at(check.written(), PATH + key);
            check.require(
                    node == null || node.asksForNothing(),
                    PATH + key,
                    "has no effect beside " + MANIFESTS + ", which takes its place; remove one");
        }
        try {
            KubernetesManifests.read(manifests);
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> check.problem(MANIFESTS, problem.message()));
        }
    }
}
