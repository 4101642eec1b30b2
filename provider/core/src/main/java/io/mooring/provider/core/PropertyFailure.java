package io.mooring.provider.core;

/// One thing wrong with the inputs.
///
/// @param path where: `pools[0].labels.zone`; empty for the resource as a whole
/// @param reason what is wrong and what to do
public record PropertyFailure(String path, String reason) {
    @Override
    public String toString() {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
