package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.StatefulSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Security contexts: the profile `restricted` with a read-only root file system, and over it what
/// the configuration says.
final class Security {

    /// The user of the image.
    private static final int USER = 65532;

    private Security() {}

    static Map<String, Object> ofPod(StatefulSet.Security wanted) {
        var context = new LinkedHashMap<String, Object>();
        context.put("runAsNonRoot", true);
        context.put("runAsUser", USER);
        context.put("runAsGroup", USER);
        context.put("fsGroup", USER);
        context.put("fsGroupChangePolicy", "OnRootMismatch");
        context.put("seccompProfile", Map.of("type", "RuntimeDefault"));
        context.putAll(wanted.podSecurityContext());
        return context;
    }

    static Map<String, Object> ofContainer(StatefulSet.Security wanted) {
        var context = new LinkedHashMap<String, Object>();
        context.put("allowPrivilegeEscalation", false);
        context.put("readOnlyRootFilesystem", true);
        context.put("capabilities", Map.of("drop", List.of("ALL")));
        context.putAll(wanted.containerSecurityContext());
        return context;
    }
}
