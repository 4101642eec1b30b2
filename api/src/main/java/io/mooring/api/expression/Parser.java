package io.mooring.api.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads an expression: by precedence, one method a level at its ends, one loop for the operators
/// between.
final class Parser {
    private static final int DEEPEST = 60;
    private static final List<Set<String>> LEVELS =
            List.of(
                    Set.of("??"),
                    Set.of("||"),
                    Set.of("&&"),
                    Set.of("==", "!=", "===", "!=="),
                    Set.of("<", "<=", ">", ">="),
                    Set.of("+", "-"),
                    Set.of("*", "/", "%"));
    private static final Map<String, Object> WORDS =
            Map.of(
                    "true",
                    true,
                    "false",
                    false,
                    "null",
                    Nothing.NOTHING,
                    "undefined",
                    Nothing.NOTHING);

    private final List<Token> tokens;
    private final Set<String> names;
    private int at;
    private int depth;

    private Parser(List<Token> tokens, Set<String> names, int depth) {
        this.tokens = tokens;
        this.names = new HashSet<>(names);
        this.depth = depth;
    }

    /// @param names what the expression may refer to
    static Node parse(String source, Set<String> names) {
        return parse(source, names, 0);
    }

    private static Node parse(String source, Set<String> names, int depth) {
        var parser = new Parser(Lexer.tokens(source), names, depth);
        var whole = parser.expression();
        if (parser.now().kind() != Token.Kind.END) {
            throw parser.unexpected("the end");
        }
        return whole;
    }

    private Node expression() {
        if (++depth > DEEPEST) {
            throw new ExpressionException(
                    "the expression is nested more than " + DEEPEST + " levels deep");
        }
        var node = isArrow() ? arrow() : choice();
        depth--;
        return node;
    }

    private boolean isArrow() {
        if (now().kind() == Token.Kind.NAME) {
            return tokens.get(at + 1).is("=>");
        }
        int end = at + 1;
        while (now().is("(")
                && end < tokens.size()
                && (tokens.get(end).kind() == Token.Kind.NAME || tokens.get(end).is(","))) {
            end++;
        }
        return now().is("(") && tokens.get(end).is(")") && tokens.get(end + 1).is("=>");
    }

    private Node arrow() {
        var own = new ArrayList<String>();
        while (!now().is("=>")) {
            var token = take();
            if (token.kind() == Token.Kind.NAME) {
                own.add(token.text());
            }
        }
        take();
        var before = Set.copyOf(names);
        names.addAll(own);
        var body = expression();
        names.retainAll(before);
        return new Node.Arrow(List.copyOf(own), body);
    }

    private Node choice() {
        var condition = level(0);
        if (!accept("?")) {
            return condition;
        }
        var yes = expression();
        expect(":");
        return new Node.Choice(condition, yes, expression());
    }

    private Node level(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        var left = level(level + 1);
        while (now().kind() == Token.Kind.OPERATOR && LEVELS.get(level).contains(now().text())) {
            left = new Node.Binary(take().text(), left, level(level + 1));
        }
        return left;
    }

    private Node unary() {
        boolean type = now().kind() == Token.Kind.NAME && now().text().equals("typeof");
        if (type || now().is("!") || now().is("-") || now().is("+")) {
            if (++depth > DEEPEST) {
                throw new ExpressionException("too many operators one after the other");
            }
            var node = new Node.Unary(take().text(), unary());
            depth--;
            return node;
        }
        return members(primary());
    }

    private Node members(Node first) {
        var node = first;
        while (now().is(".") || now().is("?.") || now().is("[")) {
            var token = take();
            boolean optional = token.is("?.");
            if (token.is("[") || (optional && accept("["))) {
                node = new Node.Member(node, expression(), optional);
                expect("]");
            } else {
                var name = take();
                if (name.kind() != Token.Kind.NAME) {
                    at--;
                    throw unexpected("a name");
                }
                node =
                        accept("(")
                                ? new Node.Call(node, name.text(), items(")"), optional)
                                : new Node.Member(node, new Node.Literal(name.text()), optional);
            }
        }
        return node;
    }

    private Node primary() {
        var token = take();
        return switch (token.kind()) {
            case NUMBER -> new Node.Literal(Values.number(token.text()));
            case TEXT -> new Node.Literal(token.text());
            case TEMPLATE -> template(token);
            case NAME -> name(token);
            case OPERATOR, END -> bracketed(token);
        };
    }

    private Node bracketed(Token token) {
        if (token.is("(")) {
            var inner = expression();
            expect(")");
            return inner;
        }
        if (token.is("[")) {
            return new Node.ListOf(items("]"));
        }
        if (token.is("{")) {
            return new Node.MapOf(entries());
        }
        at--;
        throw unexpected("a value");
    }

    private Node name(Token token) {
        var word = WORDS.get(token.text());
        if (word != null) {
            return new Node.Literal(word);
        }
        if (!names.contains(token.text())) {
            throw new ExpressionException(
                    "column "
                            + token.column()
                            + ": there is no "
                            + token.text()
                            + "; there are "
                            + String.join(", ", names.stream().sorted().toList()));
        }
        return new Node.Name(token.text());
    }

    private Node template(Token token) {
        var parts = new ArrayList<Node>();
        for (int i = 0; i < token.parts().size(); i++) {
            var part = token.parts().get(i);
            parts.add(i % 2 == 0 ? new Node.Literal(part) : parse(part, names, depth + 1));
        }
        return new Node.Template(parts);
    }

    private List<Node> items(String end) {
        var items = new ArrayList<Node>();
        while (!accept(end)) {
            items.add(expression());
            if (!now().is(end)) {
                expect(",");
            }
        }
        return items;
    }

    private List<Node.Entry> entries() {
        var entries = new ArrayList<Node.Entry>();
        while (!accept("}")) {
            Node key;
            if (accept("[")) {
                key = expression();
                expect("]");
            } else {
                var token = take();
                if (token.kind() != Token.Kind.NAME && token.kind() != Token.Kind.TEXT) {
                    at--;
                    throw unexpected("a key");
                }
                key = new Node.Literal(token.text());
            }
            expect(":");
            entries.add(new Node.Entry(key, expression()));
            if (!now().is("}")) {
                expect(",");
            }
        }
        return entries;
    }

    private Token now() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }

    private boolean accept(String operator) {
        boolean there = now().is(operator);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String operator) {
        if (!accept(operator)) {
            throw unexpected('"' + operator + '"');
        }
    }

    private ExpressionException unexpected(String wanted) {
        return new ExpressionException(
                "column " + now().column() + ": " + wanted + " is missing before " + now().shown());
    }
}
