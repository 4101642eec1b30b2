package io.mooring.api.expression;

import java.util.List;

/// A word of an expression.
///
/// @param text of an operator or a name, or what stands between quotes
/// @param parts of a template: texts and the sources of expressions in turns
/// @param column where it begins, from 1
record Token(Kind kind, String text, List<String> parts, int column) {
    enum Kind {
        OPERATOR,
        NAME,
        NUMBER,
        TEXT,
        TEMPLATE,
        END
    }

    Token {
        parts = List.copyOf(parts);
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /// For messages.
    String shown() {
        return kind == Kind.END ? "the end" : '"' + text + '"';
    }
}
