package io.mooring.syncer.translate;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Refuses pods that ask for what is the host's: its networks, processes, files and kernel. The
/// list is that of the baseline of Kubernetes' pod security standards.
final class PodSecurity {
    private static final Set<String> CAPABILITIES =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");
    private static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem");
    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    /// By these, plug-ins give a pod networks and addresses that it does not have by itself.
    private static final List<String> OF_NETWORKS =
            List.of(
                    "k8s.v1.cni.cncf.io/",
                    "v1.multus-cni.io/",
                    "cni.projectcalico.org/",
                    "ipam.cilium.io/",
                    "ovn.kubernetes.io/",
                    "k8s.ovn.org/");

    /// By these, container runtimes and programs of nodes give a pod files, devices and identities
    /// of the host's: CRI-O, Kata Containers, NRI plug-ins, kube2iam and kiam.
    private static final List<String> OF_NODES =
            List.of(
                    "io.kubernetes.cri-o.",
                    "io.katacontainers.",
                    "devices.nri.io/",
                    "mounts.nri.io/",
                    "iam.amazonaws.com/");

    /// The same of Azure's, a label.
    private static final String AZURE_IDENTITY = "aadpodidbinding";

    /// Attached to a node, or run on it, by what the host and its nodes may: whoever knows the name
    /// of a disk would have it.
    private static final Set<String> DISKS =
            Set.of(
                    "awsElasticBlockStore",
                    "azureDisk",
                    "cinder",
                    "fc",
                    "flocker",
                    "gcePersistentDisk",
                    "gitRepo",
                    "photonPersistentDisk",
                    "portworxVolume",
                    "quobyte",
                    "vsphereVolume");

    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private final Findings findings;

    private PodSecurity(Findings findings) {
        this.findings = findings;
    }

    static void check(PodScope pod) {
        if (pod.settings().has(Feature.HOST_ACCESS)) {
            return;
        }
        var security = new PodSecurity(pod.findings());
        for (var field : List.of("hostNetwork", "hostPID", "hostIPC")) {
            security.refuseIf(Tree.isTrue(pod.spec(), field), "spec." + field);
        }
        security.pod(Tree.map(pod.spec(), "securityContext"));
        for (var container : pod.containers()) {
            security.container("container " + Tree.text(container, "name") + ": ", container);
        }
        for (var volume : Tree.maps(pod.spec(), "volumes")) {
            security.volume("volume " + Tree.text(volume, "name") + ": ", volume);
        }
        security.refuseIf(
                pod.tenant().labels().containsKey(AZURE_IDENTITY), "label " + AZURE_IDENTITY);
        pod.tenant()
                .annotations()
                .forEach((key, value) -> {
                    security.refuseIf(
                            key.startsWith(APPARMOR) && value.equals("unconfined"),
                            "annotation " + key + ": unconfined");
                    security.refuseIf(
                            OF_NETWORKS.stream().anyMatch(key::startsWith)
                                    || OF_NODES.stream().anyMatch(key::startsWith),
                            "annotation " + key);
                });
    }

    private void volume(String where, Map<String, Object> volume) {
        refuseIf(volume.containsKey("hostPath"), where + "hostPath");
        for (var kind : volume.keySet()) {
            refuseIf(DISKS.contains(kind), where + kind);
        }
        for (var kind : List.of("cephfs", "rbd")) {
            // without one, a node takes the key that it has as a file
            refuseIf(
                    volume.containsKey(kind)
                            && Tree.map(Tree.map(volume, kind), "secretRef").isEmpty(),
                    where + kind + " without a secretRef");
        }
    }

    private void pod(Map<String, Object> context) {
        common("", context);
        for (var sysctl : Tree.maps(context, "sysctls")) {
            var name = Tree.text(sysctl, "name");
            refuseIf(!SYSCTLS.contains(name), "sysctl " + name);
        }
    }

    private void container(String where, Map<String, Object> container) {
        var context = Tree.map(container, "securityContext");
        common(where, context);
        refuseIf(Tree.isTrue(context, "privileged"), where + "privileged");
        var mount = Tree.text(context, "procMount");
        refuseIf(!mount.isEmpty() && !mount.equals("Default"), where + "procMount " + mount);
        for (var capability : Tree.texts(Tree.map(context, "capabilities"), "add")) {
            refuseIf(!CAPABILITIES.contains(capability), where + "capability " + capability);
        }
        for (var port : Tree.maps(container, "ports")) {
            var number = Tree.text(port, "hostPort");
            refuseIf(!number.isEmpty() && !number.equals("0"), where + "hostPort " + number);
        }
        for (var probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            handler(where + probe + ": ", Tree.map(container, probe));
        }
        for (var hook : List.of("postStart", "preStop")) {
            handler(where + hook + ": ", Tree.map(Tree.map(container, "lifecycle"), hook));
        }
    }

    /// A kubelet would connect to that host from the node's own network.
    private void handler(String where, Map<String, Object> handler) {
        for (var action : List.of("httpGet", "tcpSocket")) {
            var host = Tree.text(Tree.map(handler, action), "host");
            refuseIf(!host.isEmpty(), where + action + ".host " + host);
        }
    }

    private void common(String where, Map<String, Object> context) {
        var windows = Tree.map(context, "windowsOptions");
        refuseIf(Tree.isTrue(windows, "hostProcess"), where + "windowsOptions.hostProcess");
        for (var profile : List.of("seccompProfile", "appArmorProfile")) {
            refuseIf(
                    Tree.text(Tree.map(context, profile), "type").equals("Unconfined"),
                    where + profile + " Unconfined");
        }
        var linux = Tree.map(context, "seLinuxOptions");
        refuseIf(
                !SELINUX_TYPES.contains(Tree.text(linux, "type"))
                        || !Tree.text(linux, "user").isEmpty()
                        || !Tree.text(linux, "role").isEmpty(),
                where + "seLinuxOptions");
    }

    private void refuseIf(boolean wrong, String what) {
        findings.refuseIf(wrong, what + " is the host's and not for tenants");
    }
}
