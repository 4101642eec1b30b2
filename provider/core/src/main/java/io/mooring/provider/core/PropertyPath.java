package io.mooring.provider.core;

import java.util.regex.Pattern;

/// Writes the path of a property: `machine.cpus`, `pools[0]`, `labels["a.b/c"]`.
final class PropertyPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    private PropertyPath() {}

    static String field(String parent, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return parent + "[\"" + name.replace("\"", "\\\"") + "\"]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /// The property that a path begins with.
    static String root(String path) {
        return path.split("[.\\[]", 2)[0];
    }
}
