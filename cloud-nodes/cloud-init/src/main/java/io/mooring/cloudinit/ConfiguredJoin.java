package io.mooring.cloudinit;

import io.mooring.api.JoinNode;
import io.mooring.api.VirtualClusterConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads what nodes must know out of a cluster's configuration.
record ConfiguredJoin(VirtualClusterConfig config, List<String> clusterDns) {
    private static final String DEFAULT_PAUSE_IMAGE = "registry.k8s.io/pause:3.10";
    private static final String DEFAULT_REGISTRY_DIRECTORY = "/etc/containerd/certs.d";

    JoinSettings settings() {
        var join = config.privateNodes().joinNode();
        return new JoinSettings(
                kubelet(join),
                runtime(join.containerd()),
                podNetwork(),
                kubeProxy(),
                tunnel(),
                new JoinSettings.Commands(
                        join.preInstallCommands(), join.preJoinCommands(), join.postJoinCommands()),
                orElse(join.caCertPath(), KubeletConfiguration.CA_FILE),
                join.nodeRegistration().ignorePreflightErrors());
    }

    private JoinSettings.Kubelet kubelet(JoinNode join) {
        var registration = join.nodeRegistration();
        return new JoinSettings.Kubelet(
                KubeletConfiguration.of(
                        clusterDns,
                        config.networking().advanced().clusterDomain(),
                        registration.criSocket(),
                        config.privateNodes().kubelet().config()),
                registration.kubeletExtraArgs().stream()
                        .map(it -> "--" + it.name() + "=" + it.value())
                        .toList(),
                registration.taints().stream()
                        .map(it -> new Taint(it.key(), it.value(), it.effect()))
                        .toList());
    }

    private static JoinSettings.Runtime runtime(JoinNode.Containerd containerd) {
        if (!containerd.enabled()) {
            return new JoinSettings.Runtime.OfTheMachine();
        }
        var registry = containerd.registry();
        return new JoinSettings.Runtime.Containerd(
                orElse(containerd.pauseImage(), DEFAULT_PAUSE_IMAGE),
                orElse(registry.configPath(), DEFAULT_REGISTRY_DIRECTORY),
                RegistryFiles.hosts(registry.mirrors()),
                RegistryFiles.auth(registry.auth()),
                containerd.importImages());
    }

    private JoinSettings.PodNetwork podNetwork() {
        return config.deploy().cni().flannel().enabled()
                ? new JoinSettings.PodNetwork.Flannel(podCidrs())
                : new JoinSettings.PodNetwork.OfTheUser();
    }

    private JoinSettings.KubeProxy kubeProxy() {
        var proxy = config.deploy().kubeProxy();
        if (!proxy.enabled()) {
            return new JoinSettings.KubeProxy.Absent();
        }
        var settings = new LinkedHashMap<String, Object>();
        settings.put("apiVersion", "kubeproxy.config.k8s.io/v1alpha1");
        settings.put("kind", "KubeProxyConfiguration");
        settings.put("clientConnection", Map.of("kubeconfig", KubeletConfiguration.KUBECONFIG));
        settings.put("clusterCIDR", String.join(",", podCidrs()));
        // The machine's limits are its owner's business; in a container they cannot be written.
        settings.put("conntrack", Map.of("maxPerCore", 0));
        settings.put("metricsBindAddress", "127.0.0.1:10249");
        var merged = new LinkedHashMap<>(KubeletConfiguration.merge(settings, proxy.config()));
        var mode = merged.remove("mode");
        return new JoinSettings.KubeProxy.OnEveryNode(
                mode instanceof String text && !text.isEmpty() ? text : "iptables",
                merged,
                proxy.extraArgs());
    }

    private JoinSettings.Tunnel tunnel() {
        var konnectivity = config.controlPlane().advanced().konnectivity();
        if (!konnectivity.server().enabled() || !konnectivity.agent().enabled()) {
            return new JoinSettings.Tunnel.Absent();
        }
        var arguments = new ArrayList<String>();
        if (config.controlPlane().statefulSet().highAvailability().replicas() > 1) {
            // it dials until it has a stream to each server that has a lease, as they come and go
            arguments.add("--count-server-leases");
            arguments.add("--kubeconfig=" + KubeletConfiguration.KUBECONFIG);
        }
        arguments.addAll(konnectivity.agent().extraArgs());
        return new JoinSettings.Tunnel.Agent(arguments);
    }

    private List<String> podCidrs() {
        return Stream.of(config.networking().podCIDR().split(",")).map(String::strip).toList();
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
