package io.mooring.provider.core.composite;

import io.mooring.provider.core.ChildSpec;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;
import java.util.LinkedHashMap;

/// A child of a component that is there.
///
/// @param name among its siblings of that type
/// @param group children of one group do not need each other; those of later groups may need those
///   of earlier ones
/// @param outputs its outputs, the inputs among them
record Part(Token type, String name, int group, String id, ObjectValue outputs) {

    /// What a component calls a child; its type and name.
    record Key(Token type, String name) {
        static Key of(ChildSpec spec) {
            return new Key(Token.parse(spec.typeToken()), spec.name());
        }

        @Override
        public String toString() {
            return type + " \"" + name + "\"";
        }
    }

    Key key() {
        return new Key(type, name);
    }

    Part inGroup(int other) {
        return new Part(type, name, other, id, outputs);
    }

    /// The child as its own handler knows it.
    Existing existing(ObjectSchema inputs) {
        return new Existing(id, only(inputs, outputs), outputs);
    }

    /// Those of the values that a schema has properties for.
    static ObjectValue only(ObjectSchema schema, ObjectValue values) {
        var kept = new LinkedHashMap<>(values.fields());
        kept.keySet().retainAll(schema.names());
        return new ObjectValue(kept);
    }
}
