package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Claims of devices. Which devices a claim gets is the host's decision, and comes back; for whom
/// they are reserved each side says of its own pods.
final class ResourceClaimTranslator implements Translator {
    static final ResourceKind KIND =
            ResourceKind.inNamespace("resource.k8s.io/v1", "ResourceClaim", "resourceclaims");
    static final ResourceKind CLASS =
            ResourceKind.cluster("resource.k8s.io/v1", "DeviceClass", "deviceclasses");

    private final Copies copies;

    ResourceClaimTranslator(Settings settings) {
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return KIND;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var findings = new Findings();
        for (var request : tenant.maps("spec", "devices", "requests")) {
            check(findings, view, request, Tree.map(request, "exactly"));
            for (var choice : Tree.maps(request, "firstAvailable")) {
                check(findings, view, request, choice);
            }
        }
        return findings.conclude(new KubeObject(copies.of(tenant)));
    }

    private static void check(
            Findings findings,
            TenantView view,
            Map<String, Object> request,
            Map<String, Object> wish) {
        var field = "request " + Tree.text(request, "name") + ": ";
        findings.requireOffered(
                view, CLASS, field + "deviceClassName", Tree.text(wish, "deviceClassName"));
        findings.refuseIf(
                Boolean.TRUE.equals(wish.get("adminAccess")),
                field + "adminAccess reaches devices that others use; leave it out");
    }

    /// An API server takes no other allocation for one that is there: that is taken away first.
    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        var allocation = told(host.map("status", "allocation"));
        var own = tenant.map("status", "allocation");
        if (allocation.isEmpty() || (!own.isEmpty() && !own.equals(allocation))) {
            return own.isEmpty() ? tenant : tenant.with(Map.of(), "status");
        }
        var status = new LinkedHashMap<>(tenant.map("status"));
        status.put("allocation", allocation);
        status.remove("devices");
        host.at("status", "devices").ifPresent(devices -> status.put("devices", devices));
        return tenant.with(status, "status");
    }

    /// Without what the host's administrator has said of the class.
    private static Map<String, Object> told(Map<String, Object> allocation) {
        var told = Tree.copy(allocation);
        var devices = Tree.map(told, "devices");
        if (devices.containsKey("config")) {
            List<Object> own = new ArrayList<>(Tree.maps(devices, "config"));
            own.removeIf(config ->
                    config instanceof Map<?, ?> map && "FromClass".equals(map.get("source")));
            devices.put("config", own);
            if (own.isEmpty()) {
                devices.remove("config");
            }
        }
        return told;
    }

    /// What a claim asks for cannot be changed.
    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        return wanted.with(host.map("spec"), "spec");
    }

    @Override
    public KubeObject changeable(KubeObject wanted) {
        return wanted.with(Map.of(), "spec");
    }
}
