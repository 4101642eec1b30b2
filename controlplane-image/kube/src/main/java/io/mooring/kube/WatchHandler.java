package io.mooring.kube;

/// What a watch tells. Calls come one at a time; an exception out of one is logged and the watch
/// goes on.
public interface WatchHandler {
    /// The object exists and looks like this now, but for who manages which field. May come again
    /// for an object that has not changed.
    void present(KubeObject object);

    /// The object is gone. After a lost connection only its metadata is known.
    void gone(KubeObject object);

    /// Everything that existed when the watch (re)started has been told.
    default void synced() {}
}
