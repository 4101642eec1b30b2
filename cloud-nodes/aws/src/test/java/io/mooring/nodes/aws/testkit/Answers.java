package io.mooring.nodes.aws.testkit;

import io.mooring.nodes.testkit.Answer;

/// Answers in EC2's words.
final class Answers {

    private Answers() {}

    static Answer error(int status, String code, String message) {
        return Answer.of(
                status,
                "text/xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>test</RequestID></Response>
                """
                        .formatted(code, message));
    }
}
