package io.mooring.autonodes;

import io.mooring.autoscaler.model.Quantity;
import io.mooring.kube.KubeObject;
import java.math.RoundingMode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a pod asks of its node, as the scheduler counts it: the sum of its containers and sidecars,
/// or what its start takes if that is more; its overhead on top.
final class Requests {

    private Requests() {}

    /// @param spec of a pod
    static SortedMap<String, Long> of(KubeObject spec) {
        SortedMap<String, Long> running = new TreeMap<>();
        SortedMap<String, Long> starting = new TreeMap<>();
        for (Map<String, Object> fields : spec.maps("initContainers")) {
            var container = new KubeObject(fields);
            SortedMap<String, Long> own = quantities(container);
            boolean sidecar = container.text("restartPolicy").orElse("").equals("Always");
            // a container of the start runs beside the sidecars before it
            SortedMap<String, Long> now = new TreeMap<>(running);
            own.forEach((name, amount) -> now.merge(name, amount, Long::sum));
            now.forEach((name, amount) -> starting.merge(name, amount, Math::max));
            if (sidecar) {
                running = now;
            }
        }
        for (Map<String, Object> fields : spec.maps("containers")) {
            for (var own : quantities(new KubeObject(fields)).entrySet()) {
                running.merge(own.getKey(), own.getValue(), Long::sum);
            }
        }
        for (var own : starting.entrySet()) {
            running.merge(own.getKey(), own.getValue(), Math::max);
        }
        running.putAll(quantities(spec));
        for (var own : read(spec.texts("overhead")).entrySet()) {
            running.merge(own.getKey(), own.getValue(), Long::sum);
        }
        running.values().removeIf(amount -> amount == 0);
        return running;
    }

    /// As texts that give the same numbers when they are read.
    static Map<String, String> texts(SortedMap<String, Long> amounts) {
        var texts = new TreeMap<String, String>();
        amounts.forEach((name, amount) ->
                texts.put(name, name.equals("cpu") ? amount + "m" : Long.toString(amount)));
        return texts;
    }

    private static SortedMap<String, Long> quantities(KubeObject holder) {
        return read(holder.texts("resources", "requests"));
    }

    private static SortedMap<String, Long> read(Map<String, String> texts) {
        var amounts = new TreeMap<String, Long>();
        texts.forEach((name, text) ->
                amounts.put(name, Quantity.parse(name, text, RoundingMode.CEILING)));
        return amounts;
    }
}
