package io.mooring.api;

import java.util.Locale;

/// A switch that may be left to the product: `auto`, `true` or `false` in YAML.
public enum Toggle {
    AUTO,
    TRUE,
    FALSE;

    /// What the switch means where `auto` stands for `whenAuto`.
    public boolean resolve(boolean whenAuto) {
        return switch (this) {
            case AUTO -> whenAuto;
            case TRUE -> true;
            case FALSE -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
