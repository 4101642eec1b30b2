package io.mooring.provider.resources.host.docker;

import io.mooring.provider.resources.host.WantedCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a cluster's things are called in an engine, and the labels that prove whose they are.
final class EngineNames {

    /// Whose things these are: the cluster's name.
    static final String CLUSTER = "io.mooring.cluster";

    static final String OWNER = "io.mooring.owner";

    /// Of a volume: the port that was drawn for the cluster.
    static final String PORT = "io.mooring.port";

    /// Of a container: changes with whatever it must be made anew for.
    static final String STAMP = "io.mooring.stamp";

    private EngineNames() {}

    /// The name of its container, of its volume and of its network.
    static String of(String cluster) {
        return "mooring-" + cluster;
    }

    private static Map<String, String> labels(String cluster) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(CLUSTER, cluster);
        labels.put("org.opencontainers.image.vendor", "Mooring");
        return labels;
    }

    /// With who makes it.
    static Map<String, String> labels(WantedCluster wanted) {
        Map<String, String> labels = labels(wanted.name());
        labels.put(OWNER, wanted.owner());
        return labels;
    }

    /// Whether a label says that it is the cluster's.
    static boolean isOf(String cluster, JsonNode labels) {
        return labels.path(CLUSTER).asString("").equals(cluster);
    }

    /// The parameter `filters` for things of that cluster alone.
    static String filter(String cluster) {
        return labelled(CLUSTER + "=" + cluster);
    }

    /// The parameter `filters` for things of every cluster.
    static String filter() {
        return labelled(CLUSTER);
    }

    private static String labelled(String label) {
        return JsonMapper.shared().writeValueAsString(Map.of("label", List.of(label)));
    }
}
