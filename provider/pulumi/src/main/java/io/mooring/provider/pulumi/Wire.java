package io.mooring.provider.pulumi;

import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

/// Translates values between the engine's protobuf form, where secrets, unknowns and outputs are
/// objects or strings with a signature, and the core's.
final class Wire {
    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
    private static final String OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    private static final String RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";
    private static final String ASSET = "c44067f5952c0a294b673a41bacd8c17";
    private static final String ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
    private static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    private static final Set<String> UNKNOWNS =
            Set.of(
                    UNKNOWN,
                    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
                    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
                    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
                    "030794c1-ac77-496b-92df-f27374a8bd58",
                    "e48ece36-62e2-4504-bad9-02848725956a",
                    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff");

    /// Fields language hosts add for themselves.
    private static final Set<String> FOREIGN_FIELDS =
            Set.of("__defaults", "__internal", "__self__");

    private Wire() {}

    /// What to do with the resources a value says it came from.
    enum Sources {
        KEEP,
        DROP
    }

    /// The engine's object as the core's; `DROP` for resources, which do not ask where values come
    /// from. Fields are put in the order of their names: the engine sends them in another one each
    /// time, and what is made of them is to be the same text.
    static ObjectValue read(Struct struct, Sources sources) {
        var fields = new LinkedHashMap<String, Value>();
        new TreeMap<>(struct.getFieldsMap())
                .forEach((name, value) -> {
                    if (!FOREIGN_FIELDS.contains(name)) {
                        fields.put(name, read(value, sources));
                    }
                });
        return new ObjectValue(fields);
    }

    static ObjectValue read(Struct struct) {
        return read(struct, Sources.DROP);
    }

    static Value read(com.google.protobuf.Value value, Sources sources) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> Value.NULL;
            case BOOL_VALUE -> Value.of(value.getBoolValue());
            case NUMBER_VALUE -> Value.of(value.getNumberValue());
            case STRING_VALUE ->
                    UNKNOWNS.contains(value.getStringValue())
                            ? Value.UNKNOWN
                            : Value.of(value.getStringValue());
            case LIST_VALUE ->
                    Value.list(
                            value.getListValue().getValuesList().stream()
                                    .map(item -> read(item, sources))
                                    .toList());
            case STRUCT_VALUE -> readObject(value.getStructValue(), sources);
        };
    }

    private static Value readObject(Struct struct, Sources sources) {
        var signature =
                struct.getFieldsOrDefault(
                        SIGNATURE, com.google.protobuf.Value.getDefaultInstance());
        return switch (signature.getStringValue()) {
            case "" -> read(struct, sources);
            case SECRET -> new Value.SecretValue(read(struct.getFieldsOrThrow("value"), sources));
            case OUTPUT -> readOutput(struct, sources);
            case RESOURCE -> readReference(struct, sources);
            case ASSET, ARCHIVE ->
                    throw new IllegalArgumentException(
                            "an asset or archive was given, but no property here takes one; give its text instead");
            default ->
                    throw new IllegalArgumentException(
                            "a value of an unknown kind was given (signature %s); a newer provider may know it"
                                    .formatted(signature.getStringValue()));
        };
    }

    private static Value readOutput(Struct struct, Sources sources) {
        var inner =
                struct.containsFields("value")
                        ? read(struct.getFieldsOrThrow("value"), sources)
                        : Value.UNKNOWN;
        var secret =
                struct.getFieldsOrDefault("secret", com.google.protobuf.Value.getDefaultInstance());
        var marked = secret.getBoolValue() ? new Value.SecretValue(inner) : inner;
        var urns = new LinkedHashSet<String>();
        struct.getFieldsOrDefault("dependencies", com.google.protobuf.Value.getDefaultInstance())
                .getListValue()
                .getValuesList()
                .forEach(urn -> urns.add(urn.getStringValue()));
        return sources == Sources.KEEP && !urns.isEmpty()
                ? new Value.OutputValue(marked, urns)
                : marked;
    }

    /// A resource given where a plain value is wanted stands for its id, or its URN if it has none.
    private static Value readReference(Struct struct, Sources sources) {
        var id = struct.getFieldsOrDefault("id", com.google.protobuf.Value.getDefaultInstance());
        var urn = struct.getFieldsOrDefault("urn", com.google.protobuf.Value.getDefaultInstance());
        return id.hasStringValue() && !id.getStringValue().isEmpty()
                ? read(id, sources)
                : read(urn, sources);
    }

    /// The core's object as the engine's: secrets and unknowns marked, sources left out (they
    /// travel beside the properties).
    static Struct write(ObjectValue object) {
        var struct = Struct.newBuilder();
        object.fields().forEach((name, value) -> struct.putFields(name, write(value)));
        return struct.build();
    }

    static com.google.protobuf.Value write(Value value) {
        var out = com.google.protobuf.Value.newBuilder();
        switch (value) {
            case Value.Null _ -> out.setNullValue(NullValue.NULL_VALUE);
            case Value.Bool(var flag) -> out.setBoolValue(flag);
            case Value.Num(var number) -> out.setNumberValue(number);
            case Value.Str(var text) -> out.setStringValue(text);
            case Value.Unknown _ -> out.setStringValue(UNKNOWN);
            case Value.OutputValue(var inner, var _) -> {
                return write(inner);
            }
            case ObjectValue object -> out.setStructValue(write(object));
            case Value.ListValue(var items) -> {
                var values = new ArrayList<com.google.protobuf.Value>();
                items.forEach(item -> values.add(write(item)));
                out.setListValue(com.google.protobuf.ListValue.newBuilder().addAllValues(values));
            }
            case Value.SecretValue(var inner) ->
                    out.setStructValue(
                            Struct.newBuilder()
                                    .putFields(SIGNATURE, text(SECRET))
                                    .putFields("value", write(inner)));
        }
        return out.build();
    }

    private static com.google.protobuf.Value text(String text) {
        return com.google.protobuf.Value.newBuilder().setStringValue(text).build();
    }
}
