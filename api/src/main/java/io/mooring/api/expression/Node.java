package io.mooring.api.expression;

import java.util.List;

/// A part of an expression that was read.
sealed interface Node {
    record Literal(Object value) implements Node {}

    record Name(String name) implements Node {}

    /// Text in backquotes: its parts one after the other.
    record Template(List<Node> parts) implements Node {}

    record ListOf(List<Node> items) implements Node {}

    record MapOf(List<Entry> entries) implements Node {}

    record Entry(Node key, Node value) {}

    /// @param optional whether it is nothing when `of` is nothing, and no error
    record Member(Node of, Node key, boolean optional) implements Node {}

    record Call(Node of, String method, List<Node> arguments, boolean optional) implements Node {}

    record Unary(String operator, Node operand) implements Node {}

    record Binary(String operator, Node left, Node right) implements Node {}

    record Choice(Node condition, Node yes, Node no) implements Node {}

    /// `(a, b) => body`, as some methods of lists take it.
    record Arrow(List<String> names, Node body) implements Node {}
}
