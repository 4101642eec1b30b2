package io.mooring.provider.terraform;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tfplugin6.Tfplugin6.CallFunction;
import tfplugin6.Tfplugin6.Diagnostic;
import tfplugin6.Tfplugin6.DynamicValue;
import tfplugin6.Tfplugin6.FunctionError;
import tfplugin6.Tfplugin6.GetFunctions;

/// The calls about functions. Terraform itself keeps unknown values away and what is sensitive
/// sensitive.
final class FunctionRpcs {
    private final Supplier<Functions> functions;
    private final Supplier<Wording> wording;
    private final Session session;

    FunctionRpcs(Supplier<Functions> functions, Supplier<Wording> wording, Session session) {
        this.functions = functions;
        this.wording = wording;
        this.session = session;
    }

    GetFunctions.Response all() {
        var answer = GetFunctions.Response.newBuilder();
        functions
                .get()
                .all()
                .forEach((name, entry) ->
                        answer.putFunctions(name, Functions.described(entry, wording.get())));
        return answer.build();
    }

    CallFunction.Response call(CallFunction.Request request) {
        var entry = functions.get().named(request.getName());
        var type = entry.type();
        var arguments = arguments(entry, request.getArgumentsList());
        var checked = SchemaCheck.check(type.inputs(), arguments);
        if (!checked.failures().isEmpty()) {
            return wrong(entry, checked.failures());
        }
        var context = session.operation(new LogicalName("", "", type.token(), ""));
        var results = entry.function().handler().get().invoke(checked.inputs(), context);
        return CallFunction.Response.newBuilder()
                .setResult(Resources.write(Cty.write(entry.result(), results)))
                .build();
    }

    private static ObjectValue arguments(Functions.Entry entry, List<DynamicValue> given) {
        var arguments = new LinkedHashMap<String, Value>();
        var parameters = entry.parameters();
        for (var i = 0; i < given.size(); i++) {
            var message = Resources.message(given.get(i));
            if (i < parameters.size()) {
                var parameter = parameters.get(i);
                arguments.put(parameter.name(), Cty.read(parameter.type(), message));
            } else {
                arguments.putAll(options(entry.options(), DynamicCty.read(message)));
            }
        }
        return new ObjectValue(arguments);
    }

    private static Map<String, Value> options(ObjectSchema schema, Value given) {
        if (!(given instanceof ObjectValue object)) {
            throw new MalformedValue(
                    "the last argument should be an object of " + names(schema) + " and is not");
        }
        return inOurWords(schema, object).fields();
    }

    /// An object of any shape, with the properties' names in place of Terraform's.
    private static ObjectValue inOurWords(ObjectSchema schema, ObjectValue given) {
        var known = new LinkedHashMap<String, Value>();
        given.fields()
                .forEach((name, value) -> {
                    var property =
                            schema.properties().stream()
                                    .filter(candidate ->
                                            Names.nested(candidate.name()).equals(name))
                                    .findFirst()
                                    .orElseThrow(() ->
                                            new MalformedValue(
                                                    "there is no option \"%s\"; there are: %s"
                                                            .formatted(name, names(schema))));
                    known.put(property.name(), inOurWords(property.type(), value));
                });
        return new ObjectValue(known);
    }

    private static Value inOurWords(PropertyType type, Value value) {
        return switch (type) {
            case PropertyType.Ref(var object) when value instanceof ObjectValue given ->
                    inOurWords(object.schema(), given);
            case PropertyType.ListOf(var items) when value instanceof Value.ListValue(var list) ->
                    Value.list(list.stream().map(item -> inOurWords(items, item)).toList());
            case PropertyType.MapOf(var values) when value instanceof ObjectValue map ->
                    map.map(item -> inOurWords(values, item));
            case PropertyType _ -> value;
        };
    }

    private static String names(ObjectSchema schema) {
        return schema.names().stream().map(Names::nested).collect(Collectors.joining(", "));
    }

    private static CallFunction.Response wrong(
            Functions.Entry entry, List<PropertyFailure> failures) {
        var error =
                FunctionError.newBuilder()
                        .setText(
                                failures.stream()
                                        .map(PropertyFailure::toString)
                                        .collect(Collectors.joining("; ")));
        argument(entry, failures.getFirst()).ifPresent(error::setFunctionArgument);
        return CallFunction.Response.newBuilder().setError(error).build();
    }

    private static OptionalInt argument(Functions.Entry entry, PropertyFailure failure) {
        var root = failure.path().split("[.\\[]", 2)[0];
        var parameters = entry.parameters();
        return IntStream.range(0, parameters.size())
                .filter(i -> parameters.get(i).name().equals(root))
                .findFirst();
    }

    /// What a call failed with.
    static CallFunction.Response failed(CallFunction.Response none, Diagnostic failure) {
        var text = (failure.getSummary() + "\n" + failure.getDetail()).strip();
        return none.toBuilder().setError(FunctionError.newBuilder().setText(text)).build();
    }
}
