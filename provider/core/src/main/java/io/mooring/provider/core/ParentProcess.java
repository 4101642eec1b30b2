package io.mooring.provider.core;

/// Whoever started this plugin.
public final class ParentProcess {
    private ParentProcess() {}

    /// Has this process end when that one does, however it ends. To be called before that one knows
    /// that we are here: if it ends right then, we must not be left to another parent.
    public static void endWithIt() {
        ProcessHandle.current()
                .parent()
                .ifPresent(
                        parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
    }
}
