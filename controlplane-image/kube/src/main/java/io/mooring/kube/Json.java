package io.mooring.kube;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON token by token, without a library's idea of objects in between: what that brings with it is
/// loaded at every start, of programs that live for a second too.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// What is read otherwise than it stands there.
    ///
    /// @param leftOut the path of a part that is left out, through lists as if they were not there;
    ///   empty for none
    record Reading(Optional<Known> known, List<String> leftOut) {
        static final Reading ALL = new Reading(Optional.empty(), List.of());
    }

    private Json() {}

    /// The tree; nothing in it changes.
    static FixedMap object(String json) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            return object(parser, Reading.ALL);
        } catch (JacksonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    static FixedMap object(byte[] json, Reading reading) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            return object(parser, reading);
        } catch (JacksonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /// The text itself can hold a secret: it stays out of the message.
    private static IllegalArgumentException unreadable(Exception e) {
        var where = e instanceof JacksonException json ? " at " + json.getLocation() : "";
        return new IllegalArgumentException("this is not a JSON object: problem" + where, null);
    }

    private static FixedMap object(JsonParser parser, Reading reading) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        return map(parser, reading, reading.leftOut().isEmpty() ? -1 : 0);
    }

    /// @param step how far the path of what is left out has led here; -1 if it leads elsewhere
    private static FixedMap map(JsonParser parser, Reading reading, int step) {
        var entries = new ArrayList<Object>();
        for (var key = parser.nextName(); key != null; key = parser.nextName()) {
            boolean onPath = step >= 0 && key.equals(reading.leftOut().get(step));
            var token = parser.nextToken();
            if (onPath && step == reading.leftOut().size() - 1) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                entries.add(key);
                entries.add(value(parser, reading, onPath ? step + 1 : -1));
            }
        }
        return FixedMap.of(entries);
    }

    private static FixedList list(JsonParser parser, Reading reading, int step) {
        var items = new ArrayList<Object>();
        for (var token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NULL) {
                items.add(value(parser, reading, step));
            }
        }
        return FixedList.of(items);
    }

    private static Object value(JsonParser parser, Reading reading, int step) {
        var value =
                switch (parser.currentToken()) {
                    case START_OBJECT -> map(parser, reading, step);
                    case START_ARRAY -> list(parser, reading, step);
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
                    default -> parser.getString();
                };
        return reading.known().isPresent() ? reading.known().get().same(value) : value;
    }

    static String text(Map<String, ?> tree) {
        var text = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, tree);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("this tree cannot be written as JSON", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((key, part) -> {
                    generator.writeName(String.valueOf(key));
                    write(generator, part);
                });
                generator.writeEndObject();
            }
            case Iterable<?> list -> {
                generator.writeStartArray();
                list.forEach(part -> write(generator, part));
                generator.writeEndArray();
            }
            case String string -> generator.writeString(string);
            case Boolean truth -> generator.writeBoolean(truth);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case Float number -> generator.writeNumber(number);
            case BigInteger number -> generator.writeNumber(number);
            case BigDecimal number -> generator.writeNumber(number);
            default ->
                    throw new IllegalArgumentException(
                            "a " + value.getClass().getName() + " is no part of a JSON tree");
        }
    }
}
