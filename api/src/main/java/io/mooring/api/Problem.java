package io.mooring.api;

/// One thing that is wrong, or will be, at one place of a configuration. The path is empty where
/// the document as a whole is meant.
public record Problem(String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
