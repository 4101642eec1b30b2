package io.mooring.nodes.azure.testkit;

import io.mooring.nodes.testkit.Answer;
import tools.jackson.databind.json.JsonMapper;

/// Answers in Azure's words.
final class Answers {

    private Answers() {}

    static Answer error(int status, String code, String message) {
        var body = JsonMapper.shared().createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return Answer.json(status, body);
    }
}
