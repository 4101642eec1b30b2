package io.mooring.nodes;

/// Text that must not be seen: its `toString` hides it.
public record SecretText(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
