package io.mooring.provider.resources;

import io.mooring.api.CidrBlock;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.host.kubernetes.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds everything that is wrong with the inputs of a Service in front of a control plane, as far
/// as they are known.
final class ControlPlaneServiceCheck {

    private static final Pattern KEY =
            Pattern.compile(
                    "([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
    private static final int LAST_PORT = 65535;
    private static final int FIRST_NODE_PORT = 30000;
    private static final int LAST_NODE_PORT = 32767;

    private final ObjectValue inputs;
    private final List<PropertyFailure> failures = new ArrayList<>();

    private ControlPlaneServiceCheck(ObjectValue inputs) {
        this.inputs = inputs;
    }

    static List<PropertyFailure> of(ObjectValue inputs) {
        var check = new ControlPlaneServiceCheck(inputs);
        check.names();
        check.host();
        check.type();
        check.ports();
        check.ranges();
        check.keys("annotations");
        check.keys("labels");
        check.labelValues();
        return check.failures;
    }

    private void names() {
        failures.addAll(Names.check(inputs));
        failures.addAll(Names.check(inputs, "clusterName"));
        String cluster = inputs.text("clusterName").orElse("");
        inputs.text("name")
                .filter(name -> Exposure.isMadeByControlPlane(cluster, name))
                .ifPresent(name ->
                        fail(
                                "name",
                                "\"%s\" is a Service that control plane %s makes itself, by controlPlane.service of its configuration; choose another name, or leave this resource out"
                                        .formatted(name, cluster)));
    }

    private void host() {
        failures.addAll(Hosts.check(inputs));
        Optional<ObjectValue> host = inputs.object("host");
        if (host.isPresent() && !host.get().has("kubernetes") && failures.isEmpty()) {
            fail(
                    "host",
                    "must be a host cluster: control planes elsewhere have no Service; use host: {kubernetes: {namespace: ...}}");
        }
    }

    private void type() {
        Optional<String> text = inputs.text("type");
        Optional<Exposure.Type> type = text.flatMap(Exposure.Type::of);
        if (text.isPresent() && type.isEmpty()) {
            fail(
                    "type",
                    "\"%s\" is no type of it; write LoadBalancer, NodePort or ClusterIP"
                            .formatted(text.get()));
        }
        type.ifPresent(this::fitting);
        inputs.text("externalTrafficPolicy")
                .filter(policy -> !policy.equals("Cluster") && !policy.equals("Local"))
                .ifPresent(policy ->
                        fail(
                                "externalTrafficPolicy",
                                "\"%s\" is none; write Cluster or Local".formatted(policy)));
    }

    private void fitting(Exposure.Type type) {
        if (type != Exposure.Type.LOAD_BALANCER) {
            refuseWith(type, "loadBalancerSourceRanges", "leave it out, or use LoadBalancer");
            refuseWith(type, "loadBalancerClass", "leave it out, or use LoadBalancer");
        }
        if (type == Exposure.Type.CLUSTER_IP) {
            refuseWith(type, "nodePort", "leave it out, or use NodePort");
            refuseWith(type, "tunnelNodePort", "leave it out, or use NodePort");
            refuseWith(type, "externalTrafficPolicy", "leave it out");
        }
        if (type == Exposure.Type.NODE_PORT
                && inputs.text("externalTrafficPolicy").filter("Local"::equals).isPresent()) {
            fail(
                    "externalTrafficPolicy",
                    "must not be Local with the type NodePort: the endpoint is the address of one node, and nodes without a pod of the control plane would not answer; leave it out");
        }
    }

    private void refuseWith(Exposure.Type type, String property, String instead) {
        if (inputs.has(property)) {
            fail(property, "has no effect with the type %s; %s".formatted(type.wire(), instead));
        }
    }

    private void ports() {
        within("port", 1, LAST_PORT);
        within("tunnelPort", 1, LAST_PORT);
        within("nodePort", FIRST_NODE_PORT, LAST_NODE_PORT);
        within("tunnelNodePort", FIRST_NODE_PORT, LAST_NODE_PORT);
        differ("tunnelPort", "port");
        differ("tunnelNodePort", "nodePort");
        if (inputs.has("tunnelNodePort") && !inputs.has("tunnelPort")) {
            fail("tunnelNodePort", "has no effect without tunnelPort; give both or none");
        }
    }

    private void within(String property, int first, int last) {
        inputs.integer(property)
                .filter(number -> number < first || number > last)
                .ifPresent(number ->
                        fail(
                                property,
                                "is %d; give a number from %d to %d"
                                        .formatted(number, first, last)));
    }

    private void differ(String property, String other) {
        inputs.integer(property)
                .filter(number -> inputs.integer(other).filter(number::equals).isPresent())
                .ifPresent(number ->
                        fail(
                                property,
                                "is %d, and so is %s; give another".formatted(number, other)));
    }

    private void ranges() {
        var ranges = inputs.list("loadBalancerSourceRanges");
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).bare() instanceof Value.Str(var range)
                    && CidrBlock.parse(range).isEmpty()) {
                fail(
                        "loadBalancerSourceRanges[%d]".formatted(i),
                        "\"%s\" is no range of addresses%s"
                                .formatted(
                                        range,
                                        CidrBlock.around(range)
                                                .map(it -> "; did you mean " + it.text() + "?")
                                                .orElse("; write it as 203.0.113.0/24")));
            }
        }
    }

    private void keys(String property) {
        for (String key : inputs.object(property).orElse(ObjectValue.EMPTY).fields().keySet()) {
            if (!KEY.matcher(key).matches()) {
                fail(at(property, key), "is no key; write it as NAME or example.com/NAME");
            } else if (Exposure.isReserved(key)) {
                fail(at(property, key), "is one of our own; leave it out");
            }
        }
    }

    private void labelValues() {
        inputs.textMap("labels")
                .forEach((key, value) -> {
                    if (!LABEL.matcher(value).matches()) {
                        fail(
                                at("labels", key),
                                "\"%s\" is no value of a label; use at most 63 letters, digits, '-', '_' and '.'"
                                        .formatted(value));
                    }
                });
    }

    private static String at(String property, String key) {
        return key.matches("[A-Za-z_$][A-Za-z0-9_$]*")
                ? property + "." + key
                : property + "[\"" + key.replace("\"", "\\\"") + "\"]";
    }

    private void fail(String property, String reason) {
        failures.add(new PropertyFailure(property, reason));
    }
}
