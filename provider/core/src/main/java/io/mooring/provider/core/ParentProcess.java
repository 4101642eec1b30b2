package io.mooring.provider.core;

import java.util.Optional;

/// Whoever started this plugin.
public final class ParentProcess {
    private final Optional<ProcessHandle> handle;

    private ParentProcess(Optional<ProcessHandle> handle) {
        this.handle = handle;
    }

    /// Looks who that is. To be called before that one knows that we are here: if it ends right
    /// then, we must not take another for our parent.
    public static ParentProcess now() {
        return new ParentProcess(ProcessHandle.current().parent());
    }

    /// Has this process end when that one does, however it ends, or has ended already.
    public void endWithIt() {
        handle.ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
    }
}
