package io.mooring.acceptance;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Most questions that are asked until the answer fits start a program: ten a second would take the
/// processor from what they wait for. And ten seconds, which others wait, are soon over on a
/// machine that does much else.
public final class UnhurriedPolls implements BeforeAllCallback {

    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(500));
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
