package io.mooring.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON by fabric8's own Jackson, so that this module brings no second one.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonFactory FACTORY = MAPPER.getFactory();

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
        try (var parser = FACTORY.createParser(json)) {
            return object(parser, Reading.ALL);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    static FixedMap object(byte[] json, Reading reading) {
        try (var parser = FACTORY.createParser(json)) {
            return object(parser, reading);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /// The text itself can hold a secret: it stays out of the message.
    private static IllegalArgumentException unreadable(Exception e) {
        var where = e instanceof JsonProcessingException json ? " at " + json.getLocation() : "";
        return new IllegalArgumentException("this is not a JSON object: problem" + where, null);
    }

    private static FixedMap object(JsonParser parser, Reading reading) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("no object");
        }
        return map(parser, reading, reading.leftOut().isEmpty() ? -1 : 0);
    }

    /// @param step how far the path of what is left out has led here; -1 if it leads elsewhere
    private static FixedMap map(JsonParser parser, Reading reading, int step) throws IOException {
        var entries = new ArrayList<Object>();
        for (var key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
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

    private static FixedList list(JsonParser parser, Reading reading, int step) throws IOException {
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

    private static Object value(JsonParser parser, Reading reading, int step) throws IOException {
        var value =
                switch (parser.currentToken()) {
                    case START_OBJECT -> map(parser, reading, step);
                    case START_ARRAY -> list(parser, reading, step);
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
                    default -> parser.getText();
                };
        return reading.known().isPresent() ? reading.known().get().same(value) : value;
    }

    static String text(Map<String, ?> tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this tree cannot be written as JSON", e);
        }
    }
}
