package io.mooring.api;

import java.util.regex.Pattern;

/// Places in a configuration, written like `privateNodes.autoNodes[0].dynamic[1].name`.
final class Path {
    private static final Pattern PLAIN = Pattern.compile("[^.\\[\\]\"\\s]+");

    private Path() {}

    static String child(String parent, String key) {
        if (!PLAIN.matcher(key).matches()) {
            return parent + "[\"" + key + "\"]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }
}
