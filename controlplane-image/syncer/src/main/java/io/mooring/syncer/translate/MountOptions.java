package io.mooring.syncer.translate;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Options of mounts, which a node's own program reads.
final class MountOptions {
    /// With these, it mounts something of the node's, or another way than the volume's.
    private static final Set<String> OF_THE_NODE =
            Set.of("bind", "rbind", "remount", "move", "loop", "helper", "uhelper");

    private MountOptions() {}

    static void check(List<String> options, String field, Findings findings) {
        for (var text : options) {
            for (var option : text.split(",")) {
                var key = option.strip().toLowerCase(Locale.ROOT).split("=", 2)[0];
                findings.refuseIf(
                        OF_THE_NODE.contains(key) || key.startsWith("x-"),
                        field + ": " + option.strip() + " is the host's and not for tenants");
            }
        }
    }
}
