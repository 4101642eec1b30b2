package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.List;

/// What a configuration may ask for that this version does in no mode. Told rather than left out in
/// silence, as by [SharedNodes].
public final class Unserved {
    private static final String EXPERIMENTAL = "experimental.";
    private static final String ADMISSION = "policies.centralAdmission.";

    private Unserved() {}

    /// All of it at once.
    public static List<Problem> in(VirtualClusterConfig config) {
        var wishes = new LinkedHashMap<String, Boolean>();
        var asked = config.experimental();
        var none = ConfigLoader.load("{}").config().experimental();
        wishes.put("deploy.host", !asked.deploy().host().equals(none.deploy().host()));
        wishes.put("deploy.vcluster", !asked.deploy().vcluster().equals(none.deploy().vcluster()));
        wishes.put("syncSettings", !asked.syncSettings().equals(none.syncSettings()));
        wishes.put(
                "virtualClusterKubeConfig",
                !asked.virtualClusterKubeConfig().equals(none.virtualClusterKubeConfig()));
        wishes.put("denyProxyRequests", !asked.denyProxyRequests().isEmpty());
        wishes.put("proxy.customResources", !asked.proxy().customResources().isEmpty());
        wishes.put("docker", !asked.docker().equals(none.docker()));
        wishes.put("nodeMonitors", !asked.nodeMonitors().isEmpty());
        var all = new LinkedHashMap<String, Boolean>();
        wishes.forEach((key, wanted) -> all.put(EXPERIMENTAL + key, wanted));
        var admission = config.policies().centralAdmission();
        all.put(ADMISSION + "validatingWebhooks", !admission.validatingWebhooks().isEmpty());
        all.put(ADMISSION + "mutatingWebhooks", !admission.mutatingWebhooks().isEmpty());
        var sleep = config.sleep().auto();
        all.put("sleep.auto.afterInactivity", !sleep.afterInactivity().isEmpty());
        all.put("sleep.auto.schedule", !sleep.schedule().isEmpty());
        return all.entrySet().stream()
                .filter(wish -> wish.getValue())
                .map(wish -> new Problem(wish.getKey(), "is not in this version; leave it out"))
                .toList();
    }
}
