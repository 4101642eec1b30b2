package io.mooring.api;

import java.util.List;

/// One line of a mapping from the host: which of its objects tenants see where.
///
/// @param hostNamespace empty for the control plane's own
/// @param hostName empty for all
/// @param name empty for the host's name
public record HostMapping(String hostNamespace, String hostName, String namespace, String name) {

    /// Of `namespace/name`, `namespace/*`, `/name` and nothing on the host's side.
    public static List<HostMapping> of(SyncToHost.Mappings mappings) {
        return mappings.byName().entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .toList();
    }

    static HostMapping of(String from, String to) {
        return new HostMapping(before(from), after(from), before(to), after(to));
    }

    private static String before(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? text : text.substring(0, slash);
    }

    private static String after(String text) {
        int slash = text.indexOf('/');
        var name = slash < 0 ? "" : text.substring(slash + 1);
        return name.equals("*") ? "" : name;
    }
}
