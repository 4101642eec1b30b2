package io.mooring.nodes;

import java.util.regex.Pattern;

/// Which machine: a name within a cluster. Both are DNS labels.
public record MachineId(String cluster, String name) {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public MachineId {
        requireLabel("cluster", cluster);
        requireLabel("machine", name);
    }

    private static void requireLabel(String what, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what
                            + " name '"
                            + value
                            + "' is not a DNS label (lower-case letters, digits, '-', at most 63)");
        }
    }

    @Override
    public String toString() {
        return cluster + "/" + name;
    }
}
