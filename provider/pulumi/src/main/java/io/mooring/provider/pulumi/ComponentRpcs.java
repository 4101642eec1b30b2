package io.mooring.provider.pulumi;

import io.grpc.Status;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Supplier;
import pulumirpc.Provider.ConstructRequest;
import pulumirpc.Provider.ConstructResponse;

/// The making of components: registers the component with the engine, lets its handler declare the
/// children, registers the outputs. Thread-safe.
final class ComponentRpcs {
    private final Supplier<Registry> registry;
    private final Session session;

    ComponentRpcs(Supplier<Registry> registry, Session session) {
        this.registry = registry;
        this.session = session;
    }

    ConstructResponse construct(ConstructRequest request) {
        var token = Token.parse(request.getType());
        var component =
                registry.get()
                        .component(token)
                        .orElseThrow(() ->
                                Status.NOT_FOUND
                                        .withDescription(
                                                "this version of the provider has no component "
                                                        + token)
                                        .asRuntimeException());
        var name =
                new LogicalName(request.getStack(), request.getProject(), token, request.getName());
        var checked = SchemaCheck.check(component.type().inputs(), inputs(request));
        if (!checked.failures().isEmpty()) {
            throw new InvalidInputs("making %s:".formatted(name), checked.failures());
        }
        var childVersion = session.versionForChildren(registry.get().info().version());
        try (var monitor = new Monitor(request, childVersion)) {
            var urn = monitor.registerComponent(checked.inputs());
            var context = new ConstructContext(registry.get(), monitor, urn, name, request);
            var built = component.handler().get().build(context, checked.inputs());
            // Programs read a component's inputs back from it, as they do from other resources.
            var outputs =
                    SchemaCheck.markSecrets(
                            component.type().outputs(), checked.inputs().with(built));
            monitor.registerOutputs(urn, outputs);
            return response(urn, outputs);
        }
    }

    /// The inputs, each with the resources it came from: the engine tells them in the values or
    /// beside them.
    private static ObjectValue inputs(ConstructRequest request) {
        var inputs = new LinkedHashMap<String, Value>();
        Wire.read(request.getInputs(), Wire.Sources.KEEP)
                .fields()
                .forEach((name, value) -> {
                    var beside = request.getInputDependenciesMap().get(name);
                    var urns = beside == null ? Set.<String>of() : Set.copyOf(beside.getUrnsList());
                    inputs.put(
                            name,
                            value.sources().containsAll(urns)
                                    ? value
                                    : new Value.OutputValue(value, urns));
                });
        return new ObjectValue(inputs);
    }

    private static ConstructResponse response(String urn, ObjectValue outputs) {
        var response = ConstructResponse.newBuilder().setUrn(urn).setState(Wire.write(outputs));
        outputs.fields()
                .forEach((name, value) ->
                        response.putStateDependencies(
                                name,
                                ConstructResponse.PropertyDependencies.newBuilder()
                                        .addAllUrns(value.sources())
                                        .build()));
        return response.build();
    }
}
