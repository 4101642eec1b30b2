package io.mooring.cloudinit;

import java.util.regex.Pattern;

/// A mark that keeps pods off a node; the value may be empty.
public record Taint(String key, String value, String effect) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._/-]*");
    private static final Pattern EFFECT = Pattern.compile("NoSchedule|PreferNoSchedule|NoExecute");

    public Taint {
        if (key.isEmpty()
                || !PART.matcher(key).matches()
                || !PART.matcher(value).matches()
                || !EFFECT.matcher(effect).matches()) {
            throw new IllegalArgumentException(
                    "Cannot use the taint %s=%s:%s: write KEY=VALUE:EFFECT with the effect NoSchedule, PreferNoSchedule or NoExecute"
                            .formatted(key, value, effect));
        }
    }

    /// As `--register-with-taints` takes it.
    String flag() {
        return value.isEmpty() ? key + ":" + effect : key + "=" + value + ":" + effect;
    }
}
