package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tfplugin6.Tfplugin6.Function;
import tfplugin6.Tfplugin6.StringKind;

/// Every function that looks at nothing but its arguments, by its name in Terraform:
/// `provider::mooring::user_data(...)`. Terraform may call such a one at any time and as often as
/// it likes; the others are data sources alone. Immutable.
final class Functions {
    /// The name of the last parameter, which takes what need not be given.
    static final String OPTIONS = "options";

    private final Map<String, Entry> entries;

    /// A function with its parameters: one for each input that must be given, in order, and an
    /// object of the others.
    record Entry(FunctionType type, Registry.Function function) {

        List<Property> parameters() {
            return type.inputs().properties().stream().filter(Entry::mustBeGiven).toList();
        }

        /// What need not be given.
        ObjectSchema options() {
            return new ObjectSchema(
                    type.inputs().properties().stream()
                            .filter(property -> !mustBeGiven(property))
                            .toList());
        }

        /// All results as one object.
        PropertyType result() {
            return new ObjectType(new Token("", "", "result"), "", type.outputs()).ref();
        }

        private static boolean mustBeGiven(Property property) {
            return property.required() && property.fallback() instanceof Value.Null;
        }
    }

    Functions(Registry registry) {
        var found = new TreeMap<String, Entry>();
        for (var function : registry.functions()) {
            if (function.type().pure()) {
                found.put(
                        Names.function(function.type().token()),
                        new Entry(function.type(), function));
            }
        }
        this.entries = Collections.unmodifiableMap(found);
    }

    Map<String, Entry> all() {
        return entries;
    }

    Entry named(String name) {
        return Names.known(entries, "function", name);
    }

    /// How Terraform is told of it.
    static Function described(Entry entry, Wording wording) {
        var type = entry.type();
        var description = wording.of(type.description());
        var end = description.indexOf(". ");
        var said =
                Function.newBuilder()
                        .setSummary(end < 0 ? description : description.substring(0, end + 1))
                        .setDescription(description)
                        .setDescriptionKind(StringKind.MARKDOWN)
                        .setReturn(
                                Function.Return.newBuilder()
                                        .setType(
                                                ByteString.copyFromUtf8(
                                                        CtyType.of(entry.result()))));
        entry.parameters()
                .forEach(property ->
                        said.addParameters(
                                parameter(
                                        Names.nested(property.name()),
                                        property.type(),
                                        wording.of(property.description()))));
        var options = entry.options();
        if (!options.properties().isEmpty()) {
            said.setVariadicParameter(
                    parameter(
                            OPTIONS,
                            PropertyType.ANY,
                            options.properties().stream()
                                    .map(property ->
                                            "`%s`: %s"
                                                    .formatted(
                                                            Names.nested(property.name()),
                                                            wording.of(property.description())))
                                    .collect(
                                            Collectors.joining(
                                                    " ", "At most one object, with any of ", ""))));
        }
        return said.build();
    }

    private static Function.Parameter parameter(
            String name, PropertyType type, String description) {
        return Function.Parameter.newBuilder()
                .setName(name)
                .setType(ByteString.copyFromUtf8(CtyType.of(type)))
                .setDescription(description)
                .setDescriptionKind(StringKind.MARKDOWN)
                .build();
    }
}
