package io.mooring.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What nodes get when they join: taints, flags, registries, kubelet settings.
final class NodeRules implements Rule {
    private static final Set<String> CAPABILITIES = Set.of("pull", "resolve", "push");

    @Override
    public void check(Check check) {
        var nodes = check.config().privateNodes();
        joinNode(check, "privateNodes.joinNode", nodes.joinNode());
        joinNode(
                check,
                "controlPlane.standalone.joinNode",
                check.config().controlPlane().standalone().joinNode());
        identity(check, nodes.nodeIdentity());
        upgrade(check, nodes.autoUpgrade());
        kubelet(check, nodes.kubelet().config());
        check.require(
                nodes.vpn().enabled() || !nodes.vpn().nodeToNode().enabled(),
                "privateNodes.vpn.nodeToNode.enabled",
                "needs privateNodes.vpn.enabled");
        check.port(
                "privateNodes.daemon.controlPlaneLoadBalancer.port",
                nodes.daemon().controlPlaneLoadBalancer().port());
    }

    private static void identity(Check check, NodeIdentity identity) {
        var path = "privateNodes.nodeIdentity";
        certificates(check, path + ".aws.certificates", identity.aws().certificates());
        certificates(check, path + ".azure.certificates", identity.azure().certificates());
        var url = identity.gcp().keysUrl();
        check.require(
                Grammar.isHttpUrl(url),
                path + ".gcp.keysUrl",
                "must be a URL, but is \"" + url + '"');
    }

    private static void certificates(Check check, String path, List<String> certificates) {
        for (int i = 0; i < certificates.size(); i++) {
            check.require(
                    certificates.get(i).contains("-----BEGIN CERTIFICATE-----"),
                    Path.item(path, i),
                    "must be a certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
    }

    /// Taints as they stand under `path`.
    static void taints(Check check, String path, List<JoinNode.Taint> taints) {
        var seen = new ArrayList<String>();
        for (int i = 0; i < taints.size(); i++) {
            var at = Path.item(path, i);
            var taint = taints.get(i);
            check.require(
                    Grammar.isLabelKey(taint.key()),
                    at + ".key",
                    "must be a name like example.com/dedicated, but is \"" + taint.key() + '"');
            check.require(
                    Grammar.isLabelValue(taint.value()),
                    at + ".value",
                    "must be a label value (letters, digits, - _ . and at most 63 of them), but is"
                            + " \""
                            + taint.value()
                            + '"');
            check.require(
                    !taint.effect().isEmpty(),
                    at + ".effect",
                    "must be NoSchedule, PreferNoSchedule or NoExecute, but is empty");
            check.oneOf(
                    at + ".effect", taint.effect(), "NoSchedule", "PreferNoSchedule", "NoExecute");
            var identity = taint.key() + ":" + taint.effect();
            check.require(!seen.contains(identity), at, "repeats the taint " + identity);
            seen.add(identity);
        }
    }

    /// Labels as they stand under `path`.
    static void labels(Check check, String path, Map<String, String> labels) {
        labels.forEach((key, value) -> {
            var at = Path.child(path, key);
            check.require(
                    Grammar.isLabelKey(key),
                    at,
                    "must be named like example.com/pool, but is named \"" + key + '"');
            check.require(
                    Grammar.isLabelValue(value),
                    at,
                    "must be a label value (letters, digits, - _ . and at most 63 of them),"
                            + " but is \""
                            + value
                            + '"');
        });
    }

    private static void joinNode(Check check, String path, JoinNode join) {
        var registration = join.nodeRegistration();
        var at = path + ".nodeRegistration";
        taints(check, at + ".taints", registration.taints());
        check.pullPolicy(at + ".imagePullPolicy", registration.imagePullPolicy());
        for (int i = 0; i < registration.kubeletExtraArgs().size(); i++) {
            var name = registration.kubeletExtraArgs().get(i).name();
            check.require(
                    !name.isEmpty() && !name.startsWith("-"),
                    Path.item(at + ".kubeletExtraArgs", i) + ".name",
                    "must be the name of a flag without its dashes, but is \"" + name + '"');
        }
        absolute(check, path + ".caCertPath", join.caCertPath());
        registry(check, path + ".containerd.registry", join.containerd().registry());
    }

    private static void registry(Check check, String path, JoinNode.Registry registry) {
        absolute(check, path + ".configPath", registry.configPath());
        registry.mirrors()
                .forEach((name, mirror) -> {
                    var at = Path.child(path + ".mirrors", name);
                    server(check, at, mirror.server());
                    capabilities(check, at, mirror.capabilities());
                    for (int i = 0; i < mirror.hosts().size(); i++) {
                        var host = mirror.hosts().get(i);
                        var below = Path.item(at + ".hosts", i);
                        check.require(!host.server().isEmpty(), below + ".server", "must be set");
                        server(check, below, host.server());
                        capabilities(check, below, host.capabilities());
                    }
                });
        registry.auth()
                .forEach((name, auth) ->
                        check.require(
                                auth.username().isEmpty() == auth.password().isEmpty(),
                                Path.child(path + ".auth", name),
                                "must have both username and password, or neither"));
    }

    private static void server(Check check, String path, String server) {
        check.require(
                server.isEmpty() || Grammar.isHttpUrl(server),
                path + ".server",
                "must be a URL like https://mirror.example.com:5000, but is \"" + server + '"');
    }

    private static void capabilities(Check check, String path, List<String> capabilities) {
        for (int i = 0; i < capabilities.size(); i++) {
            check.require(
                    CAPABILITIES.contains(capabilities.get(i)),
                    Path.item(path + ".capabilities", i),
                    "must be one of pull, resolve, push, but is \"" + capabilities.get(i) + '"');
        }
    }

    private static void upgrade(Check check, PrivateNodes.AutoUpgrade upgrade) {
        var path = "privateNodes.autoUpgrade";
        check.atLeast(path + ".concurrency", upgrade.concurrency(), 1);
        check.pullPolicy(path + ".imagePullPolicy", upgrade.imagePullPolicy());
        labels(check, path + ".nodeSelector", upgrade.nodeSelector());
        absolute(check, path + ".binariesPath", upgrade.binariesPath());
        absolute(check, path + ".cniBinariesPath", upgrade.cniBinariesPath());
        check.require(
                upgrade.bundleRepository().isEmpty()
                        || Grammar.isHttpUrl(upgrade.bundleRepository()),
                path + ".bundleRepository",
                "must be a URL, but is \"" + upgrade.bundleRepository() + '"');
    }

    private static void kubelet(Check check, Map<String, Object> config) {
        var path = "privateNodes.kubelet.config";
        check.oneOf(
                path + ".cgroupDriver",
                String.valueOf(config.getOrDefault("cgroupDriver", "")),
                "systemd",
                "cgroupfs");
        for (var key : List.of("kind", "apiVersion")) {
            check.require(
                    !config.containsKey(key),
                    path + "." + key,
                    "is set by us; list only the fields of the KubeletConfiguration");
        }
        var pods = config.get("maxPods");
        check.require(
                pods == null || (pods instanceof Integer number && number > 0),
                path + ".maxPods",
                "must be a whole number above 0, but is " + pods);
        thresholds(check, path, config);
    }

    private static void thresholds(Check check, String path, Map<String, Object> config) {
        if (config.get("imageGCHighThresholdPercent") instanceof Integer high
                && config.get("imageGCLowThresholdPercent") instanceof Integer low) {
            check.require(
                    low < high,
                    path + ".imageGCLowThresholdPercent",
                    "must be less than imageGCHighThresholdPercent " + high + ", but is " + low);
        }
    }

    private static void absolute(Check check, String path, String value) {
        check.require(
                value.isEmpty() || value.startsWith("/"),
                path,
                "must be an absolute path, but is \"" + value + '"');
    }
}
