package io.mooring.api;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a record says about its keys, found out once per type.
record Shape(Constructor<?> constructor, List<Field> fields, List<String> keys) {
    /// Defaults that need no parser to be read as text: most of them, and parsers start slowly.
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/][A-Za-z0-9/._-]*|[0-9]+[A-Za-z]+|[0-9]+[.][0-9./]+");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private static final ClassValue<Shape> SHAPES =
            new ClassValue<>() {
                @Override
                protected Shape computeValue(Class<?> type) {
                    return read(type);
                }
            };

    /// One key: its name in YAML, its type, and the default it has of its own.
    record Field(String key, Type type, @Nullable Node fallback, Method accessor) {

        /// The value of this key in `record`.
        @Nullable Object in(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot read " + accessor, e);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + accessor, e.getCause());
            }
        }
    }

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /// Whether values of this type are maps of known keys.
    static boolean isShaped(Class<?> type) {
        return type.isRecord() && type != Secret.class;
    }

    Object construct(Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("cannot make " + constructor, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + constructor, e);
        }
    }

    private static Shape read(Class<?> type) {
        var components = type.getRecordComponents();
        var parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var fields = Arrays.stream(components).map(Shape::field).toList();
        try {
            return new Shape(
                    type.getDeclaredConstructor(parameters),
                    fields,
                    fields.stream().map(Field::key).toList());
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
    }

    private static Field field(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        return new Field(
                key == null ? component.getName() : key.value(),
                component.getGenericType(),
                fallback(component.getAnnotation(Default.class)),
                component.getAccessor());
    }

    private static @Nullable Node fallback(@Nullable Default written) {
        if (written == null) {
            return null;
        }
        var yaml = written.value();
        return switch (yaml) {
            case "true" -> Node.Leaf.of(true);
            case String text when NUMBER.matcher(text).matches() ->
                    Node.Leaf.of(new BigInteger(text));
            case String text when PLAIN.matcher(text).matches() -> Node.Leaf.of(text);
            default -> YamlReader.read("v: " + yaml.replace("\n", " ")).entries().get("v");
        };
    }
}
