package io.mooring.cloudinit;

import io.mooring.api.VirtualClusterConfig;
import java.util.List;
import java.util.Map;

/// What every node of a cluster is told on its way in; the same for all of them. Immutable.
///
/// @param caFile where the cluster's CA certificate lies on a node
/// @param ignoredChecks preflight checks that may fail, or `all`
public record JoinSettings(
        Kubelet kubelet,
        Runtime runtime,
        PodNetwork podNetwork,
        KubeProxy kubeProxy,
        Tunnel tunnel,
        Commands commands,
        String caFile,
        List<String> ignoredChecks) {

    /// @param configuration a KubeletConfiguration
    /// @param arguments complete flags, `--name=value`
    public record Kubelet(
            Map<String, Object> configuration, List<String> arguments, List<Taint> taints) {
        public Kubelet {
            configuration = Map.copyOf(configuration);
            arguments = List.copyOf(arguments);
            taints = List.copyOf(taints);
        }
    }

    /// What runs containers.
    public sealed interface Runtime {
        /// containerd, set up by the join script.
        ///
        /// @param hostFiles the text of each `hosts.toml` below `registryDirectory`
        /// @param registryAuth tables for containerd's own configuration; holds secrets
        record Containerd(
                String pauseImage,
                String registryDirectory,
                Map<String, String> hostFiles,
                String registryAuth,
                List<String> importImages)
                implements Runtime {
            public Containerd {
                hostFiles = Map.copyOf(hostFiles);
                importImages = List.copyOf(importImages);
            }

            @Override
            public String toString() {
                return "Containerd[pauseImage=" + pauseImage + "]";
            }
        }

        /// Whatever the machine has; it is not touched.
        record OfTheMachine() implements Runtime {}
    }

    /// How pods reach each other.
    public sealed interface PodNetwork {
        /// A vxlan overlay over these ranges, one for each address family.
        record Flannel(List<String> podCidrs) implements PodNetwork {
            public Flannel {
                podCidrs = List.copyOf(podCidrs);
            }
        }

        /// A CNI plugin that the user installs.
        record OfTheUser() implements PodNetwork {}
    }

    /// What makes services work on a node.
    public sealed interface KubeProxy {
        /// @param mode empty to let the node choose
        /// @param configuration a KubeProxyConfiguration without the mode
        record OnEveryNode(String mode, Map<String, Object> configuration, List<String> arguments)
                implements KubeProxy {
            public OnEveryNode {
                configuration = Map.copyOf(configuration);
                arguments = List.copyOf(arguments);
            }
        }

        /// The pod network does it, or nothing.
        record Absent() implements KubeProxy {}
    }

    /// The way from the control plane to the node.
    public sealed interface Tunnel {
        record Agent(List<String> arguments) implements Tunnel {
            public Agent {
                arguments = List.copyOf(arguments);
            }
        }

        record Absent() implements Tunnel {}
    }

    /// Shell commands of the user.
    public record Commands(List<String> preInstall, List<String> preJoin, List<String> postJoin) {
        public Commands {
            preInstall = List.copyOf(preInstall);
            preJoin = List.copyOf(preJoin);
            postJoin = List.copyOf(postJoin);
        }
    }

    public JoinSettings {
        ignoredChecks = List.copyOf(ignoredChecks);
    }

    /// The settings that a cluster's configuration asks for.
    ///
    /// @param clusterDns the addresses of the cluster's DNS service
    public static JoinSettings from(VirtualClusterConfig config, List<String> clusterDns) {
        return new ConfiguredJoin(config, clusterDns).settings();
    }
}
