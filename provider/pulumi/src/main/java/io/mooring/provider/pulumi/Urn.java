package io.mooring.provider.pulumi;

import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.Token;

/// The engine's name of a resource: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`.
record Urn(String stack, String project, Token type, String name) {
    private static final String PREFIX = "urn:pulumi:";

    static Urn parse(String text) {
        var parts = text.split("::", 4);
        if (!text.startsWith(PREFIX) || parts.length != 4) {
            throw new IllegalArgumentException("\"" + text + "\" is no URN of a resource");
        }
        var types = parts[2].substring(parts[2].lastIndexOf('$') + 1);
        return new Urn(parts[0].substring(PREFIX.length()), parts[1], Token.parse(types), parts[3]);
    }

    LogicalName logicalName() {
        return new LogicalName(stack, project, type, name);
    }
}
