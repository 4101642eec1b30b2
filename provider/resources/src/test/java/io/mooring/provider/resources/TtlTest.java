package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TtlTest {

    @ParameterizedTest
    @CsvSource({"24h, PT24H", "30m, PT30M", "1h30m, PT1H30M", "90s, PT90S", "0, PT0S"})
    void durationsAreReadAsPeopleWriteThem(String text, Duration expected) {
        assertThat(Ttl.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1d", "-1h", "1h ", "99999999999h"})
    void anythingElseIsNone(String text) {
        assertThat(Ttl.parse(text)).isEmpty();
    }
}
