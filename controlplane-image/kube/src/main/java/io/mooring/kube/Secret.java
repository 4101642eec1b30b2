package io.mooring.kube;

/// A text that must not show up in logs: `toString` prints `***`.
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
