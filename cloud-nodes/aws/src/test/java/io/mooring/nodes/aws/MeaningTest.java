package io.mooring.nodes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a fleet's answer says of one of its overrides: with status 200, whatever it is.
final class MeaningTest {
    private static final String SAID = "It  did not\nwork.";

    @ParameterizedTest
    @ValueSource(strings = {"RequestLimitExceeded", "EC2ThrottledException"})
    void tooManyCallsArePassing(String code) {
        assertThat(Meaning.of(code, SAID))
                .isEqualTo(
                        new Refusal.Throttled("It did not work. (" + code + ")", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalError", "Unavailable", "ServiceUnavailable"})
    void troubleOfTheCloudsOwnIsPassing(String code) {
        assertThat(Meaning.of(code, SAID))
                .isEqualTo(new Refusal.Unreachable("It did not work. (" + code + ")"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InsufficientInstanceCapacity", "MaxFleetCountExceeded", "Unsupported"})
    void whatIsNotToBeHadMayBeElsewhere(String code) {
        assertThat(Meaning.of(code, SAID)).isInstanceOf(Refusal.NoCapacity.class);
    }

    @Test
    void whatNobodyKnowsIsOfTheSettings() {
        assertThat(Meaning.of("InvalidSubnetID.NotFound", SAID))
                .isEqualTo(
                        new Refusal.BadField(
                                "subnets", "It did not work. (InvalidSubnetID.NotFound)"));
    }
}
