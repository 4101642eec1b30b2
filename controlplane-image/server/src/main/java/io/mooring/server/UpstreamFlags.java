package io.mooring.server;

import io.mooring.api.VirtualClusterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The command lines of the upstream processes. What the user adds comes last, and upstream lets
/// the last one win.
final class UpstreamFlags {

    /// While a process starts; ours of the three Kubernetes programs heed it.
    private static final String GO_START_GC = "400";

    private static final String CONTROLLERS =
            "*,bootstrap-signer-controller,token-cleaner-controller,-certificatesigningrequest-approving-controller";

    /// Nodes and volumes are the host's with shared nodes: it says how they fare.
    private static final String OF_THE_HOST =
            ",-node-ipam-controller,-node-lifecycle-controller,-taint-eviction-controller"
                    + ",-persistentvolume-binder-controller,-persistentvolume-attach-detach-controller"
                    + ",-persistentvolume-expander-controller";

    private final ControlPlaneSettings settings;
    private final DataDirectory data;
    private final Path programs;
    private final DataStore store;

    /// @param programs where those of Kubernetes are
    UpstreamFlags(
            ControlPlaneSettings settings, DataDirectory data, Path programs, DataStore store) {
        this.settings = settings;
        this.data = data;
        this.programs = programs;
        this.store = store;
    }

    ChildSpec apiServer() {
        var flags = new LinkedHashMap<String, String>();
        flags.put("advertise-address", settings.advertiseAddress());
        flags.put("allow-privileged", "true");
        flags.put("authorization-mode", "Node,RBAC");
        flags.put("bind-address", ControlPlane.LOOPBACK.getHostAddress());
        flags.put("secure-port", Integer.toString(ControlPlane.API_SERVER.getPort()));
        flags.put("client-ca-file", pki("ca.crt"));
        flags.put("enable-admission-plugins", "NodeRestriction");
        flags.put("enable-bootstrap-token-auth", "true");
        flags.put("endpoint-reconciler-type", "none");
        if (!settings.sharesNodes()) {
            // the host's nodes and services are reached as any pod of it reaches them
            flags.put("egress-selector-config-file", data.file("egress.yaml").toString());
        } else {
            // whether a claim may grow is its class's to say, which is the host's and not seen here
            flags.put("disable-admission-plugins", "PersistentVolumeClaimResize");
        }
        flags.putAll(store.apiServerFlags());
        flags.put("kubelet-certificate-authority", pki("ca.crt"));
        flags.put("kubelet-client-certificate", pki("apiserver-kubelet-client.crt"));
        flags.put("kubelet-client-key", pki("apiserver-kubelet-client.key"));
        // with shared nodes, to what answers for their kubelets here and nowhere else
        flags.put(
                "kubelet-preferred-address-types",
                settings.sharesNodes()
                        ? "InternalDNS"
                        : "InternalIP,Hostname,InternalDNS,ExternalDNS,ExternalIP");
        flags.put("profiling", "false");
        flags.put("proxy-client-cert-file", pki("front-proxy-client.crt"));
        flags.put("proxy-client-key-file", pki("front-proxy-client.key"));
        flags.put("requestheader-allowed-names", "front-proxy-client");
        flags.put("requestheader-client-ca-file", pki("front-proxy-ca.crt"));
        flags.put("requestheader-extra-headers-prefix", "X-Remote-Extra-");
        flags.put("requestheader-group-headers", "X-Remote-Group");
        flags.put("requestheader-username-headers", "X-Remote-User");
        flags.put(
                "service-account-issuer",
                "https://kubernetes.default.svc." + settings.clusterDomain());
        flags.put("service-account-key-file", pki("sa.pub"));
        flags.put("service-account-signing-key-file", pki("sa.key"));
        flags.put("service-cluster-ip-range", settings.serviceCidr());
        flags.put("tls-cert-file", pki("apiserver.crt"));
        flags.put("tls-private-key-file", pki("apiserver.key"));
        var extra = config().controlPlane().distro().k8s().apiServer().extraArgs();
        // with shared nodes the syncer takes what was accepted to the host before more is accepted
        return child("kube-apiserver", arguments(flags, extra), "320MiB", Duration.ofSeconds(15))
                .yielding(settings.sharesNodes());
    }

    ChildSpec controllerManager() {
        String kubeconfig = data.kubeconfigs().resolve("controller-manager.conf").toString();
        var flags = new LinkedHashMap<String, String>();
        flags.put("allocate-node-cidrs", Boolean.toString(!settings.sharesNodes()));
        flags.put("authentication-kubeconfig", kubeconfig);
        // the CAs below say what it would look up, and fail on while the API server still starts
        flags.put("authentication-skip-lookup", "true");
        flags.put("authorization-kubeconfig", kubeconfig);
        flags.put("bind-address", "127.0.0.1");
        flags.put("client-ca-file", pki("ca.crt"));
        flags.put("cluster-cidr", config().networking().podCIDR());
        flags.put("cluster-name", settings.clusterName());
        flags.put("cluster-signing-cert-file", pki("ca.crt"));
        flags.put("cluster-signing-key-file", pki("ca.key"));
        flags.put("controllers", settings.sharesNodes() ? CONTROLLERS + OF_THE_HOST : CONTROLLERS);
        flags.put("kubeconfig", kubeconfig);
        leaderElection(flags);
        flags.put("profiling", "false");
        flags.put("requestheader-client-ca-file", pki("front-proxy-ca.crt"));
        flags.put("root-ca-file", pki("ca.crt"));
        flags.put("service-account-private-key-file", pki("sa.key"));
        flags.put("service-cluster-ip-range", settings.serviceCidr());
        flags.put("use-service-account-credentials", "true");
        return child(
                "kube-controller-manager",
                arguments(
                        flags,
                        config().controlPlane().distro().k8s().controllerManager().extraArgs()),
                "96MiB",
                Duration.ofSeconds(5));
    }

    ChildSpec scheduler() {
        String kubeconfig = data.kubeconfigs().resolve("scheduler.conf").toString();
        var flags = new LinkedHashMap<String, String>();
        flags.put("authentication-kubeconfig", kubeconfig);
        flags.put("authorization-kubeconfig", kubeconfig);
        flags.put("bind-address", "127.0.0.1");
        flags.put("kubeconfig", kubeconfig);
        leaderElection(flags);
        flags.put("profiling", "false");
        return child(
                "kube-scheduler",
                arguments(flags, config().controlPlane().distro().k8s().scheduler().extraArgs()),
                "64MiB",
                Duration.ofSeconds(5));
    }

    /// One of them alone has nobody to agree with, and saves the writes.
    private void leaderElection(Map<String, String> flags) {
        flags.put("leader-elect", Boolean.toString(settings.isReplicated()));
        if (settings.isReplicated()) {
            LeaseTiming timing = settings.leaseTiming();
            flags.put("leader-elect-lease-duration", timing.duration().toSeconds() + "s");
            flags.put("leader-elect-renew-deadline", timing.deadline().toSeconds() + "s");
            flags.put("leader-elect-retry-period", timing.retry().toSeconds() + "s");
        }
    }

    private ChildSpec child(
            String name, List<String> arguments, String goMemoryLimit, Duration patience) {
        return ChildSpec.ofGo(programs.resolve(name), arguments, goMemoryLimit, patience)
                .with("MOORING_START_GOGC", GO_START_GC);
    }

    private VirtualClusterConfig config() {
        return settings.config();
    }

    private String pki(String file) {
        return data.pki().resolve(file).toString();
    }

    private static List<String> arguments(Map<String, String> flags, List<String> extra) {
        var arguments = new ArrayList<String>();
        flags.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(extra);
        return arguments;
    }
}
