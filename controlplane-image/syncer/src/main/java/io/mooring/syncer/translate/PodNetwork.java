package io.mooring.syncer.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names: whom the pod asks for them, which it knows itself, and its own.
final class PodNetwork {
    private static final int MAX_HOSTNAME = 63;
    private static final String HOSTS = "mooring-hosts";
    private static final String WRITE_HOSTS =
            """
            { grep -v "^$POD_IP[[:space:]]" /etc/hosts; \
            printf '%s\\t%s %s\\n' "$POD_IP" "$POD_FQDN" "$POD_HOSTNAME"; } > /mooring/hosts
            """;

    /// What any pod security standard takes, whatever the pod says of itself.
    private static final Map<String, Object> RESTRICTED =
            Map.of(
                    "allowPrivilegeEscalation", false,
                    "capabilities", Map.of("drop", List.of("ALL")),
                    "privileged", false,
                    "readOnlyRootFilesystem", true,
                    "runAsNonRoot", true,
                    "runAsUser", 65534,
                    "seccompProfile", Map.of("type", "RuntimeDefault"));

    private PodNetwork() {}

    static void translate(PodScope pod) {
        dns(pod);
        hostAliases(pod);
        var spec = pod.spec();
        if (Tree.text(spec, "hostname").isEmpty()) {
            spec.put("hostname", hostname(pod.tenant().name()));
        }
        subdomain(pod);
    }

    private static String hostname(String podName) {
        var name = podName.replace('.', '-');
        name = name.substring(0, Math.min(MAX_HOSTNAME, name.length()));
        return name.replaceAll("-+$", "");
    }

    private static void dns(PodScope pod) {
        var spec = pod.spec();
        var policy = Tree.text(spec, "dnsPolicy");
        boolean onHost = Tree.isTrue(spec, "hostNetwork");
        boolean tenants =
                policy.equals("ClusterFirstWithHostNet")
                        || ((policy.isEmpty() || policy.equals("ClusterFirst")) && !onHost);
        if (!tenants) {
            return;
        }
        var address = pod.view().dnsAddress();
        if (address.isEmpty()) {
            withoutDns(pod);
            return;
        }
        spec.put("dnsPolicy", "None");
        var config = Tree.made(spec, "dnsConfig");
        config.put("nameservers", joined(List.of(address.get()), config, "nameservers"));
        var domain = pod.settings().clusterDomain();
        var searches = List.of(pod.namespace() + ".svc." + domain, "svc." + domain, domain);
        config.put("searches", joined(searches, config, "searches"));
        var options = new ArrayList<Object>(Tree.list(config, "options"));
        if (Tree.maps(config, "options").stream()
                .noneMatch(option -> Tree.text(option, "name").equals("ndots"))) {
            options.addFirst(PodContainers.variable("ndots", "5"));
        }
        config.put("options", options);
    }

    /// A tenant that runs no DNS gets that of the nodes, which knows the world outside; the host's
    /// own services are none of its business.
    private static void withoutDns(PodScope pod) {
        if (pod.view().service("kube-system", "kube-dns").isPresent()) {
            pod.findings().await("the cluster's DNS service has no address yet");
        } else {
            pod.findings()
                    .note(
                            "the cluster has no service kube-system/kube-dns: the pod asks its"
                                    + " node's DNS, which knows none of the cluster's names");
            pod.spec().put("dnsPolicy", "Default");
        }
    }

    /// The cluster's first, then the pod's own that are not among them: as a kubelet does it.
    private static List<String> joined(List<String> first, Map<String, Object> config, String key) {
        var all = new ArrayList<>(first);
        Tree.texts(config, key).stream().filter(text -> !all.contains(text)).forEach(all::add);
        return all;
    }

    private static void hostAliases(PodScope pod) {
        var aliases = new ArrayList<Object>();
        var api = new LinkedHashMap<String, Object>();
        api.put("ip", pod.settings().api().host());
        api.put(
                "hostnames",
                List.of(
                        "kubernetes.default.svc." + pod.settings().clusterDomain(),
                        "kubernetes",
                        "kubernetes.default",
                        "kubernetes.default.svc"));
        aliases.add(api);
        aliases.addAll(Tree.list(pod.spec(), "hostAliases"));
        pod.spec().put("hostAliases", aliases);
    }

    /// With a subdomain, a kubelet would write the host namespace's domain into the pod's hosts; so
    /// the copy has none, and a container of ours writes the tenant's.
    private static void subdomain(PodScope pod) {
        var spec = pod.spec();
        var subdomain = Tree.text(spec, "subdomain");
        spec.remove("subdomain");
        var writer = pod.settings().pods().hostsWriter();
        if (subdomain.isEmpty() || writer.isEmpty()) {
            return;
        }
        var hostname = Tree.text(spec, "hostname");
        var domain = pod.namespace() + ".svc." + pod.settings().clusterDomain();
        // an ephemeral container may mount no part of a volume
        for (var list : List.of("initContainers", "containers")) {
            Tree.maps(spec, list).forEach(PodNetwork::mountHosts);
        }
        var init = new ArrayList<Object>();
        init.add(writer(writer.get(), hostname, hostname + "." + subdomain + "." + domain));
        init.addAll(Tree.list(spec, "initContainers"));
        spec.put("initContainers", init);
        var volumes = new ArrayList<Object>(Tree.list(spec, "volumes"));
        volumes.add(Map.of("name", HOSTS, "emptyDir", Map.of()));
        spec.put("volumes", volumes);
    }

    private static void mountHosts(Map<String, Object> container) {
        var mounts = Tree.maps(container, "volumeMounts");
        if (mounts.stream().noneMatch(m -> Tree.text(m, "mountPath").equals("/etc/hosts"))) {
            List<Object> all = new ArrayList<>(mounts);
            all.add(Map.of("name", HOSTS, "mountPath", "/etc/hosts", "subPath", "hosts"));
            container.put("volumeMounts", all);
        }
    }

    private static Map<String, Object> writer(
            Settings.HostsWriter writer, String hostname, String fqdn) {
        var address = new LinkedHashMap<String, Object>();
        address.put("name", "POD_IP");
        address.put("valueFrom", Map.of("fieldRef", Map.of("fieldPath", "status.podIP")));
        var container = new LinkedHashMap<String, Object>();
        container.put("name", HOSTS);
        container.put("image", writer.image());
        container.put("command", List.of("sh", "-c", WRITE_HOSTS.strip()));
        container.put(
                "env",
                List.of(
                        address,
                        PodContainers.variable("POD_FQDN", fqdn),
                        PodContainers.variable("POD_HOSTNAME", hostname)));
        container.put("resources", writer.resources());
        container.put("securityContext", RESTRICTED);
        container.put("volumeMounts", List.of(Map.of("name", HOSTS, "mountPath", "/mooring")));
        return container;
    }

    /// Whether the container of a copy is one of ours.
    static boolean isOurs(String container) {
        return container.equals(HOSTS);
    }
}
