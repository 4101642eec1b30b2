package io.mooring.components;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes down what a component declares; each child's name becomes known as NAME-made.
final class Declarations implements ComponentContext {

    private final LogicalName name;
    private final Map<String, ObjectValue> children = new LinkedHashMap<>();

    Declarations(String name) {
        this.name = new LogicalName("dev", "shop", Token.parse("mooring:local:NodePool"), name);
    }

    @Override
    public LogicalName name() {
        return name;
    }

    @Override
    public boolean preview() {
        return false;
    }

    @Override
    public List<Child> children(List<ChildSpec> specs) {
        return specs.stream().map(this::declared).toList();
    }

    private Child declared(ChildSpec spec) {
        children.put(spec.typeToken() + " " + spec.name(), spec.inputs());
        ObjectValue outputs =
                spec.inputs()
                        .with("name", spec.name() + "-made")
                        .with("kubeconfig", Value.secret("text"));
        return new Child("urn:" + spec.name(), Value.of(spec.name()), outputs);
    }

    List<String> names() {
        return List.copyOf(children.keySet());
    }

    ObjectValue inputs(String childName) {
        return children.entrySet().stream()
                .filter(child -> child.getKey().endsWith(" " + childName))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    void clear() {
        children.clear();
    }
}
