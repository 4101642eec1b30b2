package io.mooring.provider.core;

/// The name of a type: `mooring:local:Node`.
public record Token(String pkg, String module, String name) implements Comparable<Token> {
    /// Reads `package:module:name`; a module with a path (`local/node`) counts by its first part.
    public static Token parse(String text) {
        var parts = text.split(":", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[2].isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no type token; write package:module:Name");
        }
        var slash = parts[1].indexOf('/');
        var module = slash < 0 ? parts[1] : parts[1].substring(0, slash);
        return new Token(parts[0], module.isEmpty() ? "index" : module, parts[2]);
    }

    @Override
    public int compareTo(Token other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return pkg + ":" + module + ":" + name;
    }
}
