package io.mooring.provider.pulumi;

import io.mooring.provider.core.Child;
import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.ComponentContext;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import pulumirpc.Provider.ConstructRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/// A component while it is made.
final class ConstructContext implements ComponentContext {
    private final Registry registry;
    private final Monitor monitor;
    private final String urn;
    private final LogicalName name;
    private final boolean preview;

    ConstructContext(
            Registry registry,
            Monitor monitor,
            String urn,
            LogicalName name,
            ConstructRequest request) {
        this.registry = registry;
        this.monitor = monitor;
        this.urn = urn;
        this.name = name;
        this.preview = request.getDryRun();
    }

    @Override
    public LogicalName name() {
        return name;
    }

    @Override
    public boolean preview() {
        return preview;
    }

    @Override
    public List<Child> children(List<ChildSpec> specs) {
        var requests =
                specs.stream()
                        .map(spec ->
                                monitor.child(urn, spec, isCustom(Token.parse(spec.typeToken()))))
                        .toList();
        var responses = monitor.register(requests);
        var children = new ArrayList<Child>();
        for (var i = 0; i < specs.size(); i++) {
            children.add(child(Token.parse(specs.get(i).typeToken()), responses.get(i)));
        }
        return List.copyOf(children);
    }

    private boolean isCustom(Token type) {
        return registry.component(type).isEmpty();
    }

    private Child child(Token type, RegisterResourceResponse response) {
        var told = Wire.read(response.getObject(), Wire.Sources.KEEP);
        var outputs = new LinkedHashMap<String, Value>();
        told.fields().forEach((field, value) -> outputs.put(field, from(response, field, value)));
        if (preview) {
            for (var field : outputSchema(type).names()) {
                outputs.computeIfAbsent(field, f -> from(response, f, Value.UNKNOWN));
            }
        }
        var id = response.getId().isEmpty() ? Value.UNKNOWN : Value.of(response.getId());
        return new Child(response.getUrn(), from(response, "id", id), new ObjectValue(outputs));
    }

    private static Value from(RegisterResourceResponse response, String field, Value value) {
        var sources = new LinkedHashSet<String>();
        sources.add(response.getUrn());
        var beside = response.getPropertyDependenciesMap().get(field);
        if (beside != null) {
            sources.addAll(beside.getUrnsList());
        }
        return new Value.OutputValue(value, sources);
    }

    private ObjectSchema outputSchema(Token type) {
        return registry.resource(type)
                .map(resource -> resource.type().outputs())
                .or(() -> registry.component(type).map(component -> component.type().outputs()))
                .orElse(ObjectSchema.EMPTY);
    }
}
