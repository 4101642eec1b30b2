package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Digests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A token that a pod wants to have as a file. The host's kubelet would ask the host's API for it,
/// so the tenant's API is asked instead, and the token lies in a secret beside the pod's copy.
///
/// @param key under which it lies there
/// @param audience empty for the API's own
public record TokenWish(String key, String audience, long seconds) {
    private static final long DEFAULT_SECONDS = 3600;

    /// The host's secret with the tokens of the pod. No name of a tenant's secret becomes this one:
    /// those that do not end in the cluster's name have ten digits at their end, not forty.
    public static String secretName(String podUid) {
        return "mooring-token-" + Digests.hex(podUid, 40);
    }

    /// What the pod wants.
    public static List<TokenWish> of(KubeObject pod) {
        var wishes = new ArrayList<TokenWish>();
        for (var volume : pod.maps("spec", "volumes")) {
            for (var source : Tree.maps(Tree.map(volume, "projected"), "sources")) {
                if (source.containsKey("serviceAccountToken")) {
                    wishes.add(of(Tree.map(source, "serviceAccountToken")));
                }
            }
        }
        return wishes.stream().distinct().toList();
    }

    private static TokenWish of(Map<String, Object> projection) {
        var audience = Tree.text(projection, "audience");
        long seconds =
                projection.get("expirationSeconds") instanceof Number number
                        ? number.longValue()
                        : DEFAULT_SECONDS;
        return new TokenWish(
                "token-" + Digests.hex(seconds + "/" + audience, 20), audience, seconds);
    }

    static Map<String, Object> source(KubeObject pod, Map<String, Object> projection) {
        var item = new LinkedHashMap<String, Object>();
        item.put("key", of(projection).key());
        item.put("path", Tree.text(projection, "path"));
        var secret = new LinkedHashMap<String, Object>();
        secret.put("name", secretName(pod.uid()));
        secret.put("items", List.of(item));
        return Map.of("secret", secret);
    }
}
