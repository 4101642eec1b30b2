package io.mooring.provider.terraform;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of MessagePack as Terraform uses it, without loss: what is read and written again is the
/// same to Terraform. Immutable.
sealed interface Msg {
    /// The absent value.
    Msg NIL = new Nil();

    /// A value not known before it is made.
    Msg UNKNOWN = new Unknown(0, new Bin(new byte[1]));

    /// Nothing.
    record Nil() implements Msg {}

    /// A truth value.
    record Bool(boolean value) implements Msg {}

    /// A whole number.
    record Int(long value) implements Msg {}

    /// A number.
    record Float(double value) implements Msg {}

    /// A text, or a number too long for the others.
    record Str(String value) implements Msg {}

    /// Bytes; equal by content.
    record Bin(byte[] bytes) implements Msg {
        @Override
        public boolean equals(Object other) {
            return other instanceof Bin(var theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /// A list, set or tuple.
    record Items(List<Msg> items) implements Msg {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// An object or map, in order.
    record Fields(Map<String, Msg> fields) implements Msg {
        Msg field(String name) {
            return fields.getOrDefault(name, NIL);
        }

        Fields with(String name, Msg value) {
            var changed = new LinkedHashMap<>(fields);
            changed.put(name, value);
            return new Fields(changed);
        }
    }

    /// An unknown value, with what Terraform knows of its range, which it wants back unchanged.
    record Unknown(int type, Bin range) implements Msg {}
}
