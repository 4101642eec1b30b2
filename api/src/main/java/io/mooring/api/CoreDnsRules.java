package io.mooring.api;

import java.util.List;
import java.util.regex.Pattern;

/// What of the cluster's DNS leaves other settings of it without effect: manifests that replace
/// ours, which have to be readable, and a process of the control plane in place of pods.
final class CoreDnsRules implements Rule {
    private static final String PATH = "controlPlane.coredns.";
    private static final String MANIFESTS = PATH + "overwriteManifests";
    private static final List<String> REPLACED =
            List.of("deployment", "service", "security", "priorityClassName", "overwriteConfig");
    private static final String EMBEDDED = PATH + "embedded";
    private static final List<String> OF_PODS =
            List.of("deployment", "security", "priorityClassName", "overwriteManifests");
    private static final Pattern READS_THE_API = Pattern.compile("(?m)^\\s*kubernetes\\b");
    private static final String KUBECONFIG = "kubeconfig {$KUBECONFIG}";

    @Override
    public void check(Check check) {
        if (check.config().controlPlane().coredns().embedded()) {
            embedded(check);
        } else {
            manifests(check);
        }
    }

    /// Removes what has no effect, and is as usual then: a configuration that is written out whole
    /// does not ask for it.
    static void prune(Node.Obj effective, CoreDns dns) {
        if (dns.embedded()) {
            OF_PODS.forEach(key -> Tree.remove(effective, PATH + key));
        } else if (!dns.overwriteManifests().isEmpty()) {
            REPLACED.forEach(key -> Tree.remove(effective, PATH + key));
        }
    }

    private static void embedded(Check check) {
        check.require(
                check.config().controlPlane().coredns().enabled(),
                EMBEDDED,
                "has no effect while " + PATH + "enabled is false; remove one");
        for (var key : OF_PODS) {
            var node = Tree.at(check.written(), PATH + key);
            check.require(
                    node == null || node.asksForNothing(),
                    PATH + key,
                    "has no effect beside "
                            + EMBEDDED
                            + ": the DNS is a process of the control plane then, and has no pods;"
                            + " remove one");
        }
        var corefile = check.config().controlPlane().coredns().overwriteConfig();
        check.require(
                !READS_THE_API.matcher(corefile).find() || corefile.contains(KUBECONFIG),
                PATH + "overwriteConfig",
                "must say '"
                        + KUBECONFIG
                        + "' in its block kubernetes beside "
                        + EMBEDDED
                        + ": a process of the control plane has no pod's account to read the API"
                        + " by");
    }

    private static void manifests(Check check) {
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
