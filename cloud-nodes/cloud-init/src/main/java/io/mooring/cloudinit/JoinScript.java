package io.mooring.cloudinit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The POSIX sh script that turns a machine into a node: the cluster's settings, then steps that
/// are the same for every cluster. The same settings give the same bytes. Registry credentials are
/// in it: serve it to holders of a token only.
public final class JoinScript {
    private static final List<String> STEPS =
            List.of(
                    "join/10-lib.sh",
                    "join/15-packages.sh",
                    "join/20-preflight.sh",
                    "join/30-files.sh",
                    "join/40-runtime.sh",
                    "join/50-kubelet.sh",
                    "join/60-network.sh",
                    "join/90-main.sh");
    private static final String HELPER_END = "MOORING_END_OF_HELPER";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .build();

    private JoinScript() {}

    /// The script as text; it begins with `#!/bin/sh`.
    public static String render(JoinSettings settings) {
        return "#!/bin/sh\nset -eu\n# ---- settings of the cluster\n"
                + Shell.assignments(variables(settings))
                + registryFiles(settings.runtime())
                + helper()
                + STEPS.stream().map(Resources::text).collect(Collectors.joining("\n"));
    }

    private static Map<String, String> variables(JoinSettings settings) {
        var values = new LinkedHashMap<String, String>();
        values.put("CA_FILE", settings.caFile());
        values.put("CNI_DIR", "/opt/cni/bin");
        values.put("IGNORED_CHECKS", String.join(",", settings.ignoredChecks()));
        values.put("PRE_INSTALL_COMMANDS", Shell.words(settings.commands().preInstall()));
        values.put("PRE_JOIN_COMMANDS", Shell.words(settings.commands().preJoin()));
        values.put("POST_JOIN_COMMANDS", Shell.words(settings.commands().postJoin()));
        kubelet(values, settings.kubelet());
        runtime(values, settings.runtime());
        podNetwork(values, settings.podNetwork());
        kubeProxy(values, settings.kubeProxy());
        tunnel(values, settings.tunnel());
        return values;
    }

    private static void kubelet(Map<String, String> values, JoinSettings.Kubelet kubelet) {
        var configuration = kubelet.configuration();
        var driver = String.valueOf(configuration.getOrDefault("cgroupDriver", ""));
        values.put(
                "CGROUP_DRIVER", driver.equals(KubeletConfiguration.CGROUP_DRIVER) ? "" : driver);
        values.put("FAIL_SWAP_ON", yes(Boolean.TRUE.equals(configuration.get("failSwapOn"))));
        values.put(
                "KUBELET_SETS_EVICTION",
                yes(
                        configuration.containsKey("evictionHard")
                                || configuration.containsKey("imageGCHighThresholdPercent")));
        values.put("KUBELET_CONFIG", JSON.writeValueAsString(configuration));
        values.put("KUBELET_EXTRA_ARGS", Shell.words(kubelet.arguments()));
        values.put(
                "CLUSTER_TAINTS",
                kubelet.taints().stream().map(Taint::flag).collect(Collectors.joining(",")));
    }

    private static void runtime(Map<String, String> values, JoinSettings.Runtime runtime) {
        switch (runtime) {
            case JoinSettings.Runtime.Containerd it -> {
                values.put("CONTAINERD", "yes");
                values.put("PAUSE_IMAGE_TOML", Toml.text(it.pauseImage()));
                values.put("REGISTRY_DIR", it.registryDirectory());
                values.put("REGISTRY_DIR_TOML", Toml.text(it.registryDirectory()));
                values.put("REGISTRY_AUTH_TOML", it.registryAuth());
                values.put("IMPORT_IMAGES", Shell.words(it.importImages()));
            }
            case JoinSettings.Runtime.OfTheMachine() -> values.put("CONTAINERD", "no");
        }
    }

    private static void podNetwork(Map<String, String> values, JoinSettings.PodNetwork network) {
        switch (network) {
            case JoinSettings.PodNetwork.Flannel(var podCidrs) -> {
                values.put("FLANNEL", "yes");
                values.put("FLANNEL_CONFIG", FlannelConfiguration.json(podCidrs));
            }
            case JoinSettings.PodNetwork.OfTheUser() -> {
                values.put("FLANNEL", "no");
                values.put("FLANNEL_CONFIG", "");
            }
        }
    }

    private static void kubeProxy(Map<String, String> values, JoinSettings.KubeProxy proxy) {
        switch (proxy) {
            case JoinSettings.KubeProxy.OnEveryNode(var mode, var configuration, var arguments) -> {
                var complete = new TreeMap<>(configuration);
                complete.put("mode", "@MOORING_PROXY_MODE@");
                values.put("KUBE_PROXY", "yes");
                values.put("KUBE_PROXY_MODE", mode);
                values.put("KUBE_PROXY_CONFIG", JSON.writeValueAsString(complete));
                values.put("KUBE_PROXY_EXTRA_ARGS", Shell.words(arguments));
            }
            case JoinSettings.KubeProxy.Absent() -> {
                values.put("KUBE_PROXY", "no");
                values.put("KUBE_PROXY_MODE", "");
            }
        }
    }

    private static void tunnel(Map<String, String> values, JoinSettings.Tunnel tunnel) {
        switch (tunnel) {
            case JoinSettings.Tunnel.Agent(var arguments) -> {
                values.put("TUNNEL", "yes");
                values.put("AGENT_EXTRA_ARGS", Shell.words(arguments));
            }
            case JoinSettings.Tunnel.Absent() -> values.put("TUNNEL", "no");
        }
    }

    /// A shell function, because the number of files differs from cluster to cluster.
    private static String registryFiles(JoinSettings.Runtime runtime) {
        var files =
                switch (runtime) {
                    case JoinSettings.Runtime.Containerd it -> new TreeMap<>(it.hostFiles());
                    case JoinSettings.Runtime.OfTheMachine() -> new TreeMap<String, String>();
                };
        var body =
                files.entrySet().stream()
                        .map(it ->
                                "printf '%%s' %s | put 600 \"$REGISTRY_DIR\"/%s\n"
                                        .formatted(
                                                Shell.quote(it.getValue()),
                                                Shell.quote(it.getKey())))
                        .collect(Collectors.joining());
        return "registry_files() {\n:\n" + body + "}\n";
    }

    private static String helper() {
        return "helper() {\nput 755 \"$sbin\"/mooring-node <<'"
                + HELPER_END
                + "'\n"
                + Resources.text("node-helper.sh")
                + HELPER_END
                + "\n}\n";
    }

    private static String yes(boolean it) {
        return it ? "yes" : "no";
    }
}
