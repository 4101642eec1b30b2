package io.mooring.nodes.gcp.testkit;

import io.mooring.nodes.testkit.Answer;
import tools.jackson.databind.json.JsonMapper;

/// Answers in Google's words.
final class Answers {

    private Answers() {}

    static Answer error(int status, String reason, String message) {
        var body = JsonMapper.shared().createObjectNode();
        var error = body.putObject("error");
        error.put("code", status).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", "global")
                .put("reason", reason);
        return Answer.json(status, body);
    }

    static Answer absent(String resource) {
        return error(404, "notFound", "The resource '" + resource + "' was not found");
    }

    static Answer there(String resource) {
        return error(409, "alreadyExists", "The resource '" + resource + "' already exists");
    }
}
