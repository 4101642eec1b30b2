package io.mooring.kube;

import java.util.Map;

/// An event that a program tells beside an object, for the first time.
///
/// @param about the object, as `involvedObject` names it
/// @param warning whether somebody should look into it
/// @param component who tells it
/// @param time as text, to the second
public record EventBody(
        Map<String, Object> about,
        boolean warning,
        String reason,
        String message,
        String component,
        String time) {
    // the API takes no more
    private static final int MOST_OF_MESSAGE = 1024;

    public EventBody {
        about = Map.copyOf(about);
        message = message.substring(0, Math.min(MOST_OF_MESSAGE, message.length()));
    }

    public KubeObject named(String namespace, String name) {
        return KubeObject.of(
                ObjectRef.of(ResourceKind.EVENT, namespace, name),
                Map.of(
                        "involvedObject",
                        about,
                        "type",
                        warning ? "Warning" : "Normal",
                        "reason",
                        reason,
                        "message",
                        message,
                        "source",
                        Map.of("component", component),
                        "firstTimestamp",
                        time,
                        "lastTimestamp",
                        time,
                        "count",
                        1));
    }
}
