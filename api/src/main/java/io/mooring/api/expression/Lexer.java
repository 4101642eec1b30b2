package io.mooring.api.expression;

import java.util.ArrayList;
import java.util.List;

/// Splits an expression into its words.
final class Lexer {
    // the longest first
    private static final List<String> OPERATORS =
            List.of(
                    "===", "!==", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+", "-",
                    "*", "/", "%", "!", "<", ">", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}");

    private final String source;
    private int at;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        var lexer = new Lexer(source);
        var tokens = new ArrayList<Token>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
            at++;
        }
        if (at == source.length()) {
            return token(Token.Kind.END, "", at);
        }
        char first = source.charAt(at);
        if (first == '"' || first == '\'') {
            return text(first);
        }
        if (first == '`') {
            return template();
        }
        if (isDigit(first)) {
            return number();
        }
        if (Character.isJavaIdentifierStart(first)) {
            int start = at;
            while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
                at++;
            }
            return token(Token.Kind.NAME, source.substring(start, at), start);
        }
        return operator();
    }

    private Token operator() {
        int start = at;
        for (var operator : OPERATORS) {
            boolean choiceOfNumber = operator.equals("?.") && isDigitAt(at + 2);
            if (source.startsWith(operator, at) && !choiceOfNumber) {
                at += operator.length();
                return token(Token.Kind.OPERATOR, operator, start);
            }
        }
        throw new ExpressionException(
                "column " + (at + 1) + ": \"" + source.charAt(at) + "\" means nothing here");
    }

    private Token number() {
        int start = at;
        while (isDigitAt(at)
                || (at < source.length() && source.charAt(at) == '.' && isDigitAt(at + 1))) {
            at++;
        }
        return token(Token.Kind.NUMBER, source.substring(start, at), start);
    }

    private Token text(char quote) {
        int start = at++;
        var text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != quote) {
            text.append(character());
        }
        end(start, "text");
        return token(Token.Kind.TEXT, text.toString(), start);
    }

    private Token template() {
        int start = at++;
        var parts = new ArrayList<String>();
        var text = new StringBuilder();
        while (at < source.length() && source.charAt(at) != '`') {
            if (source.startsWith("${", at)) {
                parts.add(text.toString());
                text.setLength(0);
                parts.add(braced(start));
            } else {
                text.append(character());
            }
        }
        parts.add(text.toString());
        end(start, "template");
        return new Token(Token.Kind.TEMPLATE, "`", parts, start + 1);
    }

    /// What stands in `${...}`; braces in it are in pairs.
    private String braced(int start) {
        at += 2;
        int from = at;
        for (int open = 1; at < source.length(); at++) {
            char c = source.charAt(at);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open == 0) {
                return source.substring(from, at++);
            }
        }
        throw new ExpressionException("column " + (start + 1) + ": the template has no end");
    }

    private char character() {
        char c = source.charAt(at++);
        if (c != '\\' || at == source.length()) {
            return c;
        }
        char escaped = source.charAt(at++);
        return switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    private void end(int start, String what) {
        if (at == source.length()) {
            throw new ExpressionException(
                    "column " + (start + 1) + ": the " + what + " has no end");
        }
        at++;
    }

    private boolean isDigitAt(int place) {
        return place < source.length() && isDigit(source.charAt(place));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Token token(Token.Kind kind, String text, int start) {
        return new Token(kind, text, List.of(), start + 1);
    }
}
