package io.mooring.provider.resources;

import io.mooring.kube.KubeObject;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.kubernetes.Exposure;
import io.mooring.provider.resources.host.kubernetes.ManagedFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns inputs into the Service they declare, and a Service into the inputs that declare it.
final class ControlPlaneServiceInputs {

    private static final String SPEC = "spec";
    private static final String RANGES = "loadBalancerSourceRanges";
    private static final String BALANCER = "loadBalancerClass";
    private static final String POLICY = "externalTrafficPolicy";

    private ControlPlaneServiceInputs() {}

    /// The Service that checked and known inputs declare.
    static Exposure declared(ObjectValue inputs, LogicalName who) {
        var ports = new ArrayList<Exposure.Port>();
        ports.add(
                new Exposure.Port(
                        Exposure.API, inputs.requireInteger("port"), number(inputs, "nodePort")));
        inputs.integer("tunnelPort")
                .ifPresent(port ->
                        ports.add(
                                new Exposure.Port(
                                        Exposure.TUNNEL, port, number(inputs, "tunnelNodePort"))));
        return new Exposure(
                inputs.requireText("name"),
                inputs.requireText("clusterName"),
                Names.owner(who),
                Exposure.Type.of(inputs.requireText("type")).orElseThrow(),
                ports,
                inputs.textMap("labels"),
                inputs.textMap("annotations"),
                new Exposure.Settings(
                        inputs.texts(RANGES), inputs.text(BALANCER), inputs.text(POLICY)));
    }

    private static OptionalInt number(ObjectValue inputs, String name) {
        return inputs.integer(name).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /// The inputs that would make the Service as it is. What they leave to the host cluster, they
    /// still leave to it.
    static ObjectValue found(ObjectValue inputs, KubeObject service) {
        ObjectValue found = inputs;
        found = found.with("type", text(service, "type"));
        found = found.with("port", port(service, Exposure.API, "port", inputs.field("port")));
        found = ifGiven(found, "nodePort", port(service, Exposure.API, "nodePort", Value.NULL));
        found = ifGiven(found, "tunnelPort", port(service, Exposure.TUNNEL, "port", Value.NULL));
        found =
                ifGiven(
                        found,
                        "tunnelNodePort",
                        port(service, Exposure.TUNNEL, "nodePort", Value.NULL));
        found =
                ifGiven(
                        found,
                        RANGES,
                        Value.texts(
                                service.list(SPEC, RANGES).stream().map(String::valueOf).toList()));
        found = ifGiven(found, BALANCER, text(service, BALANCER));
        found = ifGiven(found, POLICY, text(service, POLICY));
        found = ifGiven(found, "annotations", kept(found, "annotations", service.annotations()));
        return ifGiven(found, "labels", kept(found, "labels", service.labels()));
    }

    /// The inputs that somebody gave who made the Service with us, as far as it shows.
    static ObjectValue imported(ObjectValue place, KubeObject service) {
        var inputs =
                ObjectValue.builder()
                        .putAll(place)
                        .put("type", text(service, "type"))
                        .put("port", port(service, Exposure.API, "port", Value.of(443)))
                        .put("skipAwait", false);
        var ours = ManagedFields.of(service);
        for (String name : new String[] {BALANCER, POLICY}) {
            if (ours.has(SPEC, name)) {
                inputs.put(name, text(service, name));
            }
        }
        if (ours.has(SPEC, RANGES)) {
            inputs.put(
                    RANGES,
                    Value.texts(service.list(SPEC, RANGES).stream().map(String::valueOf).toList()));
        }
        named(service, Exposure.TUNNEL).ifPresent(port -> inputs.put("tunnelPort", number(port)));
        for (var entry :
                Map.of(Exposure.API, "nodePort", Exposure.TUNNEL, "tunnelNodePort").entrySet()) {
            named(service, entry.getKey())
                    .filter(port -> ours.hasPort(port.text("port").orElse(""), "nodePort"))
                    .flatMap(port -> port.text("nodePort"))
                    .ifPresent(port -> inputs.put(entry.getValue(), Long.parseLong(port)));
        }
        put(inputs, "annotations", service.annotations(), ours);
        put(inputs, "labels", service.labels(), ours);
        return inputs.build();
    }

    private static void put(
            ObjectValue.Builder inputs,
            String name,
            Map<String, String> found,
            ManagedFields ours) {
        var given = new LinkedHashMap<String, Value>();
        found.forEach((key, value) -> {
            if (!Exposure.isReserved(key) && ours.has("metadata", name, key)) {
                given.put(key, Value.of(value));
            }
        });
        if (!given.isEmpty()) {
            inputs.put(name, new ObjectValue(given));
        }
    }

    private static long number(KubeObject port) {
        return port.text("port").map(Long::parseLong).orElse(0L);
    }

    private static ObjectValue ifGiven(ObjectValue inputs, String name, Value found) {
        return inputs.has(name) ? inputs.with(name, found) : inputs;
    }

    private static Value kept(ObjectValue inputs, String name, Map<String, String> found) {
        var kept = new LinkedHashMap<String, Value>();
        inputs.object(name)
                .orElse(ObjectValue.EMPTY)
                .fields()
                .keySet()
                .forEach(key ->
                        Optional.ofNullable(found.get(key))
                                .ifPresent(value -> kept.put(key, Value.of(value))));
        return new ObjectValue(kept);
    }

    private static Value text(KubeObject service, String name) {
        return service.text(SPEC, name).map(Value::of).orElse(Value.NULL);
    }

    private static Value port(KubeObject service, String name, String field, Value otherwise) {
        return named(service, name)
                .flatMap(port -> port.text(field))
                .<Value>map(number -> Value.of(Long.parseLong(number)))
                .orElse(otherwise);
    }

    private static Optional<KubeObject> named(KubeObject service, String name) {
        return service.maps(SPEC, "ports").stream()
                .filter(port -> name.equals(port.get("name")))
                .map(KubeObject::new)
                .findFirst();
    }
}
