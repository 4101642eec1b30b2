package io.mooring.kube;

/// Turns an API answer that is no success into the failure a caller can act on.
final class StatusBody {
    private static final int MAX_TEXT = 600;

    private StatusBody() {}

    static KubeFailure failure(String action, Transport.Response response) {
        var reason = "";
        var message = response.body().strip();
        if (message.startsWith("{")) {
            try {
                var status = KubeObject.parse(message);
                reason = status.text("reason").orElse("");
                message = status.text("message").orElse(message);
            } catch (IllegalArgumentException _) {
                // some proxies answer with text that only looks like JSON: show it as it is
            }
        }
        if (message.length() > MAX_TEXT) {
            message = message.substring(0, MAX_TEXT) + "...";
        }
        var text =
                action
                        + ": "
                        + response.code()
                        + (reason.isEmpty() ? "" : " " + reason)
                        + (message.isEmpty() ? "" : ": " + message);
        return KubeFailure.ofStatus(response.code(), text, reason);
    }
}
