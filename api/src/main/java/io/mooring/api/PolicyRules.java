package io.mooring.api;

import java.util.Map;

/// Limits, quotas and disruption budgets.
final class PolicyRules implements Rule {
    @Override
    public void check(Check check) {
        var policies = check.config().policies();
        check.oneOf(
                "policies.podSecurityStandard",
                policies.podSecurityStandard(),
                "privileged",
                "baseline",
                "restricted");
        quantities(check, "policies.resourceQuota.quota", policies.resourceQuota().quota());
        var range = policies.limitRange();
        quantities(check, "policies.limitRange.default", range.defaults());
        quantities(check, "policies.limitRange.defaultRequest", range.defaultRequest());
        quantities(check, "policies.limitRange.min", range.min());
        quantities(check, "policies.limitRange.max", range.max());
        var controlPlane = check.config().controlPlane();
        resources(check, "controlPlane.statefulSet", controlPlane.statefulSet().resources());
        resources(check, "controlPlane.distro.k8s", controlPlane.distro().k8s().resources());
        resources(
                check,
                "controlPlane.coredns.deployment",
                controlPlane.coredns().deployment().resources());
        check.atLeast(
                "controlPlane.coredns.deployment.replicas",
                controlPlane.coredns().deployment().replicas(),
                0);
        disruptionBudget(check, controlPlane.advanced().podDisruptionBudget());
        check.oneOf("logging.encoding", check.config().logging().encoding(), "console", "json");
        fallbackDns(check);
    }

    private static void resources(Check check, String path, Resources resources) {
        quantities(check, path + ".resources.limits", resources.limits());
        quantities(check, path + ".resources.requests", resources.requests());
    }

    private static void quantities(Check check, String path, Map<String, Object> quantities) {
        quantities.forEach((name, amount) ->
                check.require(
                        Grammar.isQuantity(String.valueOf(amount)),
                        Path.child(path, name),
                        "must be a quantity like 200m or 512Mi, but is \"" + amount + '"'));
    }

    private static void disruptionBudget(
            Check check, ControlPlaneAdvanced.DisruptionBudget budget) {
        var path = "controlPlane.advanced.podDisruptionBudget";
        var least = String.valueOf(budget.minAvailable());
        var most = String.valueOf(budget.maxUnavailable());
        check.require(
                least.isEmpty() || most.isEmpty(),
                path,
                "minAvailable and maxUnavailable cannot be used together");
        amount(check, path + ".minAvailable", least);
        amount(check, path + ".maxUnavailable", most);
        check.oneOf(
                path + ".unhealthyPodEvictionPolicy",
                budget.unhealthyPodEvictionPolicy(),
                "IfHealthyBudget",
                "AlwaysAllow");
    }

    private static void amount(Check check, String path, String amount) {
        check.require(
                amount.isEmpty() || Grammar.isCountOrPercent(amount),
                path,
                "must be a number or a percentage like 50%, but is \"" + amount + '"');
    }

    private static void fallbackDns(Check check) {
        var dns = check.config().policies().networkPolicy().fallbackDns();
        check.require(
                dns.isEmpty() || CidrBlock.isAddress(dns),
                "policies.networkPolicy.fallbackDns",
                "must be an address like 8.8.8.8, but is \"" + dns + '"');
    }
}
