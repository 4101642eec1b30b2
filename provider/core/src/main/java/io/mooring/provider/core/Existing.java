package io.mooring.provider.core;

/// A resource as the last run left it.
///
/// @param inputs the inputs of the last run; empty when it is being imported
/// @param outputs its outputs, the inputs among them; empty when it is being imported
public record Existing(String id, ObjectValue inputs, ObjectValue outputs) {
    /// Whether only the id is known, because the user imports it.
    public boolean isImport() {
        return inputs.fields().isEmpty() && outputs.fields().isEmpty();
    }
}
