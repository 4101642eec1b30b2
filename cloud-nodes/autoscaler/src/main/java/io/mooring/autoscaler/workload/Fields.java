package io.mooring.autoscaler.workload;

import io.mooring.autoscaler.model.Quantity;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Fields of an object with the path that names them in problems; what is absent is empty.
record Fields(String path, JsonNode node) {

    Fields at(String name) {
        return new Fields(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    String text(String name, String otherwise) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? otherwise : scalar(at(name), value);
    }

    int integer(String name, int otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw problem(at(name).path, "an integer is needed, not " + value, null);
        }
        return value.intValue();
    }

    double number(String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber()) {
            throw problem(at(name).path, "a number is needed", null);
        }
        return value.doubleValue();
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = node.path(name);
        return value.isBoolean() ? value.booleanValue() : otherwise;
    }

    <T> List<T> list(String name, Function<Fields, T> reader) {
        Fields list = at(name);
        if (list.node.isMissingNode() || list.node.isNull()) {
            return List.of();
        }
        if (!list.node.isArray()) {
            throw problem(list.path, "a list is needed", null);
        }
        var read = new ArrayList<T>(list.node.size());
        for (int i = 0; i < list.node.size(); i++) {
            read.add(list.element(i).read(reader));
        }
        return read;
    }

    List<String> texts(String name) {
        return list(name, Fields::scalar);
    }

    List<Integer> integers(String name) {
        JsonNode list = node.path(name);
        var read = new ArrayList<Integer>(list.size());
        for (JsonNode value : list) {
            if (!value.isIntegralNumber()) {
                throw problem(at(name).path, "integers are needed, not " + value, null);
            }
            read.add(value.intValue());
        }
        return read;
    }

    SortedMap<String, String> textMap(String name) {
        Fields map = at(name);
        var read = new TreeMap<String, String>();
        map.node.properties().forEach(e -> read.put(e.getKey(), scalar(map, e.getValue())));
        return read;
    }

    SortedMap<String, Long> quantities(String name, RoundingMode rounding) {
        Fields map = at(name);
        var read = new TreeMap<String, Long>();
        map.node
                .properties()
                .forEach(e -> read.put(e.getKey(), map.quantity(e.getKey(), rounding)));
        return read;
    }

    /// Reads this object; a problem with it is told with its path.
    <T> T read(Function<Fields, T> reader) {
        try {
            return reader.apply(this);
        } catch (IllegalArgumentException e) {
            throw problem(path, String.valueOf(e.getMessage()), e);
        }
    }

    private long quantity(String resource, RoundingMode rounding) {
        String text = text(resource, "");
        return read(_ -> Quantity.parse(resource, text, rounding));
    }

    private Fields element(int i) {
        return new Fields(path + "[" + i + "]", node.path(i));
    }

    private String scalar() {
        return scalar(this, node);
    }

    private static String scalar(Fields at, JsonNode value) {
        if (!value.isValueNode()) {
            throw problem(at.path, "a text is needed", null);
        }
        return value.asString();
    }

    private static WorkloadException problem(String path, String what, @Nullable Throwable cause) {
        String text = path + ": " + what;
        return cause == null ? new WorkloadException(text) : new WorkloadException(text, cause);
    }
}
