package io.mooring.autonodes;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What the control plane's providers sell, written where who plans can read it: it takes nobody's
/// credentials to know prices.
final class PriceList {

    private static final Logger LOG = LoggerFactory.getLogger(PriceList.class);
    private static final ObjectRef PLACE =
            ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-system", "mooring-machine-types");
    private static final String LIST = "types.json";

    private final KubeClient kube;
    // of one thread
    private String written = "";

    /// @param kube is not closed here
    PriceList(KubeClient kube) {
        this.kube = kube;
    }

    /// Writes it, if it is not what was written last.
    void write(SortedMap<String, List<InstanceType>> types) {
        String json = JsonMapper.shared().writeValueAsString(types);
        if (json.equals(written)) {
            return;
        }
        try {
            kube.apply(
                    ResourceKind.CONFIG_MAP,
                    KubeObject.of(PLACE, Map.of("data", Map.of(LIST, json))));
            written = json;
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (KubeFailure e) {
            LOG.warn("the list of machine types is not written: {}", e.getMessage());
        }
    }

    /// @throws IllegalStateException in words, where there is none
    static SortedMap<String, List<InstanceType>> read(KubeClient kube) {
        String json = kube.find(PLACE).flatMap(list -> list.text("data", LIST)).orElse("");
        if (json.isEmpty()) {
            throw new IllegalStateException(
                    "ConfigMap kube-system/mooring-machine-types is not there: the control plane writes it once its providers of privateNodes.autoNodes have answered");
        }
        try {
            return JsonMapper.shared()
                    .readValue(json, new TypeReference<TreeMap<String, List<InstanceType>>>() {});
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "ConfigMap kube-system/mooring-machine-types cannot be read: "
                            + e.getOriginalMessage(),
                    e);
        }
    }
}
