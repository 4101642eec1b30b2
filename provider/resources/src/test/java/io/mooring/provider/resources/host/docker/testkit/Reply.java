package io.mooring.provider.resources.host.docker.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What goes back to the client.
record Reply(int status, byte[] body) {

    static Reply json(int status, Object content) {
        return new Reply(status, JsonMapper.shared().writeValueAsBytes(content));
    }

    static Reply error(int status, String message) {
        return json(status, Map.of("message", message));
    }

    static Reply empty(int status) {
        return new Reply(status, new byte[0]);
    }

    static Reply text(String text) {
        return new Reply(200, text.getBytes(StandardCharsets.UTF_8));
    }
}
