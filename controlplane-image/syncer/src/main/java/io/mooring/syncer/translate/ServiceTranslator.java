package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Services. A copy has the address that the tenant's API gave, so that it leads to the same pods
/// on both sides: both APIs give addresses of the same range. Node ports are the host's to give;
/// the tenant is told them and how its load balancer fares.
final class ServiceTranslator implements Translator {
    /// What the host gives, if the tenant's service does not say otherwise.
    private static final List<String> GIVEN =
            List.of(
                    "clusterIP",
                    "clusterIPs",
                    "ipFamilies",
                    "ipFamilyPolicy",
                    "healthCheckNodePort",
                    "loadBalancerClass");

    /// What the control plane's pods have ports for.
    private static final List<String> OF_DNS = List.of("dns", "dns-tcp", "metrics");

    private final Settings settings;
    private final Copies copies;

    ServiceTranslator(Settings settings) {
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.SERVICE;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var type = tenant.text("spec", "type").orElse("ClusterIP");
        boolean api = tenant.namespace().equals("default") && tenant.name().equals("kubernetes");
        if (api || type.equals("ExternalName")) {
            // the tenant's DNS alone answers for a name that stands for another
            return new Translation.NotNeeded();
        }
        var findings = new Findings();
        var copy = copies.of(tenant);
        var spec = Tree.made(copy, "spec");
        var selector = Tree.map(spec, "selector");
        if (!selector.isEmpty()) {
            var labels = new TreeMap<>(Selectors.keys(selector, Keys::toHost));
            labels.putAll(copies.marks(tenant.namespace()));
            spec.put("selector", labels);
        }
        if (isDnsOfControlPlane(tenant)) {
            leadToControlPlane(spec, findings);
        }
        // a second address, of the other family, is the host's to give
        for (var field : List.of("clusterIPs", "healthCheckNodePort")) {
            spec.remove(field);
        }
        spec.remove("ipFamilies");
        if (Tree.text(spec, "ipFamilyPolicy").equals("SingleStack")) {
            spec.remove("ipFamilyPolicy");
        }
        Tree.maps(spec, "ports").forEach(port -> port.remove("nodePort"));
        spec.remove("externalName");
        if (!Tree.list(spec, "externalIPs").isEmpty()) {
            findings.note(
                    "spec.externalIPs was left out: it would take traffic of the host for these"
                            + " addresses");
        }
        spec.remove("externalIPs");
        Snippets.leaveOut(Tree.map(Tree.map(copy, "metadata"), "annotations"), findings);
        return findings.conclude(new KubeObject(copy));
    }

    private boolean isDnsOfControlPlane(KubeObject tenant) {
        return settings.has(Feature.DNS_IN_CONTROL_PLANE)
                && tenant.namespace().equals("kube-system")
                && tenant.name().equals("kube-dns");
    }

    /// To its DNS, and to nothing else there, whatever the tenant has made of the service.
    private void leadToControlPlane(Map<String, Object> spec, Findings findings) {
        spec.put("selector", new TreeMap<String, Object>(Marks.controlPlane(settings.names())));
        var all = Tree.maps(spec, "ports");
        var ports =
                all.stream()
                        .filter(port -> OF_DNS.contains(Tree.text(port, "targetPort")))
                        .toList();
        if (ports.size() < all.size()) {
            findings.note(
                    "ports that are not the DNS's (targetPort dns, dns-tcp, metrics) were left out:"
                            + " the service leads to the control plane");
        }
        spec.put("ports", new ArrayList<Object>(ports));
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        var told = tenant;
        if (hasNodePorts(host) && hasNodePorts(tenant)) {
            told = told.with(withNodePorts(tenant, host), "spec", "ports");
            var health = host.at("spec", "healthCheckNodePort");
            if (health.isPresent()) {
                told = told.with(health.get(), "spec", "healthCheckNodePort");
            }
        }
        return host.at("status").isPresent() ? told.with(host.map("status"), "status") : told;
    }

    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        var spec = Tree.copy(wanted.map("spec"));
        for (var field : GIVEN) {
            host.at("spec", field).ifPresent(value -> spec.putIfAbsent(field, value));
        }
        var kept = wanted.with(spec, "spec");
        return hasNodePorts(wanted) ? kept.with(withNodePorts(kept, host), "spec", "ports") : kept;
    }

    /// An address cannot be changed.
    @Override
    public boolean isReplaced(KubeObject wanted, KubeObject copy) {
        var address = wanted.text("spec", "clusterIP").orElse("");
        return !address.isEmpty()
                && !address.equals(copy.text("spec", "clusterIP").orElse(address));
    }

    private static boolean hasNodePorts(KubeObject service) {
        var type = service.text("spec", "type").orElse("ClusterIP");
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }

    /// The ports of the one with the node ports of the other.
    private static List<Object> withNodePorts(KubeObject service, KubeObject other) {
        var ports = new ArrayList<Object>();
        for (var port : Tree.maps(Tree.copy(service.map("spec")), "ports")) {
            other.maps("spec", "ports").stream()
                    .filter(candidate -> isSame(port, candidate))
                    .filter(candidate -> candidate.containsKey("nodePort"))
                    .findFirst()
                    .ifPresent(found -> port.put("nodePort", found.get("nodePort")));
            ports.add(port);
        }
        return ports;
    }

    private static boolean isSame(Map<String, Object> port, Map<String, Object> other) {
        return Tree.text(port, "port").equals(Tree.text(other, "port"))
                && protocol(port).equals(protocol(other));
    }

    private static String protocol(Map<String, Object> port) {
        var protocol = Tree.text(port, "protocol");
        return protocol.isEmpty() ? "TCP" : protocol;
    }
}
