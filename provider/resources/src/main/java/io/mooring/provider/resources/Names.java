package io.mooring.provider.resources;

import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import java.util.List;
import java.util.regex.Pattern;

/// Names of clusters and nodes: given, or made from the resource's name and kept from then on.
final class Names {

    static final int LIMIT = 40;
    private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");

    private Names() {}

    /// The inputs with a name in them.
    static ObjectValue withName(ObjectValue inputs, CheckContext context) {
        if (inputs.has("name")) {
            return inputs;
        }
        String name =
                context.oldInputs()
                        .text("name")
                        .orElseGet(() -> context.name().physicalName(LIMIT));
        return inputs.with("name", name);
    }

    /// Whether the name was made from that of its resource, and not given.
    static boolean isMade(String name, LogicalName who) {
        return name.equals(who.physicalName(LIMIT));
    }

    /// What is wrong with the name; nothing when it is not known yet.
    static List<PropertyFailure> check(ObjectValue inputs) {
        return check(inputs, "name");
    }

    /// As above, of the property that holds it.
    static List<PropertyFailure> check(ObjectValue inputs, String property) {
        return inputs
                .text(property)
                .filter(name ->
                        name.length() > LIMIT
                                || name.contains("--")
                                || !LABEL.matcher(name).matches())
                .map(name ->
                        new PropertyFailure(
                                property,
                                "\"%s\" is no name for it; use at most %d lower-case letters, digits and single '-', beginning with a letter and not ending with '-'"
                                        .formatted(name, LIMIT)))
                .stream()
                .toList();
    }

    /// Whose a thing is that is to be known again, as a text that is the same in every run.
    static String owner(LogicalName who) {
        return "stack %s/%s, resource %s".formatted(who.project(), who.stack(), who.name());
    }
}
