package io.mooring.api;

import java.util.Map;

/// When a cluster that nobody uses is put to sleep.
public record Sleep(Auto auto) {

    /// The rule for going to sleep and waking up.
    public record Auto(
            String afterInactivity,
            String schedule,
            String timezone,
            Exclude exclude,
            Wakeup wakeup) {}

    /// What stays awake.
    public record Exclude(Selector selector) {}

    /// Objects by their labels.
    public record Selector(Map<String, String> labels) {}

    /// When it wakes up by itself.
    public record Wakeup(String schedule) {}
}
