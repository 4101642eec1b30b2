package io.mooring.provider.resources.host;

import java.time.Duration;

/// What a caller lends to a long operation: a place for its status text, and its patience.
public interface Progress {

    /// Shows one line of what is being waited for.
    void say(String text);

    /// Returns after the pause. Throws, whatever the caller's type for it is, when the operation
    /// was cancelled.
    void pause(Duration pause);

    /// How much time the caller still gives, at most.
    Duration remaining();
}
