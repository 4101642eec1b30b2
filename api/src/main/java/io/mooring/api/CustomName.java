package io.mooring.api;

/// What `customResources` are called: `widgets.example.com`, or `widgets.example.com/v2`.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version empty for the one that is stored
public record CustomName(String definition, String version) {
    public static CustomName of(String key) {
        int slash = key.indexOf('/');
        return slash < 0
                ? new CustomName(key, "")
                : new CustomName(key.substring(0, slash), key.substring(slash + 1));
    }

    /// Its name in paths and rights.
    public String plural() {
        return definition.substring(0, definition.indexOf('.'));
    }

    public String group() {
        return definition.substring(definition.indexOf('.') + 1);
    }
}
