package io.mooring.provider.core;

/// The type of a property.
public sealed interface PropertyType {
    /// A text.
    PropertyType STRING = Primitive.STRING;

    /// A whole number.
    PropertyType INTEGER = Primitive.INTEGER;

    /// A number.
    PropertyType NUMBER = Primitive.NUMBER;

    /// A truth value.
    PropertyType BOOLEAN = Primitive.BOOLEAN;

    /// Anything JSON can hold.
    PropertyType ANY = Primitive.ANY;

    /// A list of texts.
    PropertyType STRINGS = new ListOf(STRING);

    /// A map of texts.
    PropertyType STRING_MAP = new MapOf(STRING);

    /// The types without parts.
    enum Primitive implements PropertyType {
        STRING("a string"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        ANY("any value");

        private final String phrase;

        Primitive(String phrase) {
            this.phrase = phrase;
        }

        @Override
        public String phrase() {
            return phrase;
        }
    }

    /// A list.
    record ListOf(PropertyType items) implements PropertyType {
        @Override
        public String phrase() {
            return "a list";
        }
    }

    /// A map from text.
    record MapOf(PropertyType values) implements PropertyType {
        @Override
        public String phrase() {
            return "a map";
        }
    }

    /// An object with named properties.
    record Ref(ObjectType type) implements PropertyType {
        @Override
        public String phrase() {
            return "an object";
        }
    }

    /// The type in words, for messages: "a string".
    String phrase();
}
