package io.mooring.provider.pulumi;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.mooring.provider.core.InvalidInputs;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;

/// The calls about the provider's own configuration, whose values arrive as text whatever their
/// type.
final class ConfigRpcs {
    /// Set by the engine on every provider; none of ours.
    private static final Set<String> ENGINES_OWN = Set.of("version", "pluginDownloadURL");

    private final Supplier<Registry> registry;
    private final Session session;

    ConfigRpcs(Supplier<Registry> registry, Session session) {
        this.registry = registry;
        this.session = session;
    }

    CheckResponse check(CheckRequest request) {
        var checked = SchemaCheck.check(schema(), typed(request.getNews()));
        return CheckResponse.newBuilder()
                .setInputs(request.getNews())
                .addAllFailures(ResourceRpcs.failures(checked.failures()))
                .build();
    }

    DiffResponse diff(DiffRequest request) {
        var same =
                request.getNews().equals(request.getOldInputs())
                        || request.getNews().equals(request.getOlds());
        return DiffResponse.newBuilder()
                .setChanges(same ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
                .build();
    }

    ConfigureResponse configure(ConfigureRequest request) {
        var checked = SchemaCheck.check(schema(), typed(request.getArgs()));
        if (!checked.failures().isEmpty()) {
            throw new InvalidInputs("configuring the provider:", checked.failures());
        }
        session.configure(checked.inputs(), request.getName());
        return ConfigureResponse.newBuilder()
                .setAcceptSecrets(true)
                .setAcceptOutputs(true)
                .setAcceptResources(true)
                .setSupportsPreview(true)
                .build();
    }

    private ObjectSchema schema() {
        return registry.get().info().config();
    }

    private ObjectValue typed(Struct values) {
        var schema = schema();
        var typed = new LinkedHashMap<String, Value>();
        Wire.read(values)
                .fields()
                .forEach((name, value) -> {
                    if (!ENGINES_OWN.contains(name)) {
                        var type = schema.property(name).map(p -> p.type());
                        typed.put(name, type.map(t -> typed(t, value)).orElse(value));
                    }
                });
        return new ObjectValue(typed);
    }

    private static Value typed(PropertyType type, Value value) {
        if (value instanceof Value.SecretValue(var inner)) {
            return new Value.SecretValue(typed(type, inner));
        }
        if (!(value instanceof Value.Str(var text))) {
            return value;
        }
        if (type == PropertyType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Value.of(text.equals("true"));
        }
        if ((type == PropertyType.INTEGER || type == PropertyType.NUMBER)
                && text.matches("-?[0-9]+([.][0-9]+)?")) {
            return Value.of(Double.parseDouble(text));
        }
        return type instanceof PropertyType.Primitive ? value : tree(text).orElse(value);
    }

    /// What is no text comes as JSON.
    private static Optional<Value> tree(String json) {
        try {
            var tree = Struct.newBuilder();
            JsonFormat.parser().merge("{\"it\": " + json + "}", tree);
            return Optional.of(Wire.read(tree.build()).field("it"));
        } catch (InvalidProtocolBufferException _) {
            return Optional.empty();
        }
    }
}
