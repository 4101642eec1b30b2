package io.mooring.provider.core;

/// Tells the user, while an operation runs, what it waits for. Thread-safe; never blocks for long
/// and never fails; the texts hold no secrets.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress SILENT = _ -> {};

    /// Shows one short line in place of the last.
    void say(String text);
}
