package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.kube.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The status of a NodeClaim, with the conditions that Karpenter's users wait for.
final class Conditions {

    static final String LAUNCHED = "Launched";
    static final String REGISTERED = "Registered";
    static final String INITIALIZED = "Initialized";
    static final String READY = "Ready";

    private Conditions() {}

    static Map<String, Object> status(Claim claim) {
        Claim.Status status = claim.status();
        var tree = new LinkedHashMap<String, Object>();
        tree.put("providerID", status.providerId());
        if (status.registered() != null) {
            tree.put("nodeName", claim.name());
        }
        tree.put("capacity", texts(claim.spec().capacity()));
        tree.put("allocatable", texts(claim.spec().allocatable()));
        var conditions = new ArrayList<Map<String, Object>>();
        conditions.add(condition(LAUNCHED, status.launched(), claim.created(), ""));
        conditions.add(condition(REGISTERED, status.registered(), claim.created(), ""));
        conditions.add(condition(INITIALIZED, status.initialized(), claim.created(), ""));
        conditions.add(condition(READY, status.initialized(), claim.created(), ""));
        tree.put("conditions", conditions);
        return tree;
    }

    /// @param since when it became true; null if it is not
    static Map<String, Object> condition(
            String type, @Nullable Instant since, Instant otherwise, String message) {
        return Map.of(
                "type",
                type,
                "status",
                since == null ? "False" : "True",
                "lastTransitionTime",
                Times.text(since == null ? otherwise : since),
                "reason",
                since == null ? "Not" + type : type,
                "message",
                message);
    }

    /// Whether the condition is told as it is already.
    static boolean told(KubeObject object, String type, boolean holds, String message) {
        KubeObject condition = Nodes.condition(object, type);
        return condition.text("status").orElse("").equals(holds ? "True" : "False")
                && condition.text("message").orElse("").equals(message);
    }

    private static Map<String, String> texts(SortedMap<String, Long> amounts) {
        return Requests.texts(amounts);
    }

    static List<Map<String, Object>> ready(boolean holds, Instant now, String message) {
        return List.of(condition(READY, holds ? now : null, now, message));
    }
}
