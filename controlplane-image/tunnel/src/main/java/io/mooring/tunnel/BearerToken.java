package io.mooring.tunnel;

/// A token an agent showed. Prints as `***`.
public record BearerToken(String secret) {
    @Override
    public String toString() {
        return "***";
    }
}
